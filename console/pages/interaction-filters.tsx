/** The filters of the interactions page. */
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { type ReactNode, useCallback, useState } from "react";
import { xksExceptionNames } from "../../src/model/xks-failures.ts";
import { kmsOperations } from "../../src/model/xks-operation.ts";
import { readKeyStores } from "../parts/kms-reads.ts";
import { useSignedIn } from "../parts/session-context.ts";
import { useLoad } from "../parts/use-load.ts";
import type { InteractionsQuery } from "./interactions-query.ts";

interface InteractionFiltersProps {
  readonly query: InteractionsQuery;
  readonly onChange: (changes: Partial<InteractionsQuery>) => void;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

export function InteractionFilters({ query, onChange }: InteractionFiltersProps): ReactNode {
  const { api } = useSignedIn();
  const { data: stores } = useLoad(useCallback((signal) => readKeyStores(api, signal), [api]));
  const choice = (label: string, any: string, name: "keyStore" | "exception" | "operation", options: readonly Option[]): ReactNode => {
    const all = [{ value: "", label: any }, ...options];
    return (
      <Select
        inlineLabelText={label}
        selectedOption={all.find(({ value }) => value === (query[name] ?? "")) ?? { value: query[name] ?? "", label: query[name] ?? "" }}
        options={all}
        onChange={({ detail }) => onChange({ [name]: detail.selectedOption.value ?? "" })}
      />
    );
  };
  return (
    <div className="filters">
      {choice(
        "Key store",
        "All",
        "keyStore",
        (stores ?? []).map((store) => ({ value: store.CustomKeyStoreId, label: store.CustomKeyStoreName })),
      )}
      {choice("Outcome", "All", "exception", [
        { value: "None", label: "Successes" },
        ...xksExceptionNames.map((name) => ({ value: name, label: name })),
      ])}
      {choice(
        "KMS operation",
        "All",
        "operation",
        kmsOperations.map((name) => ({ value: name, label: name })),
      )}
      <Select
        inlineLabelText="Order"
        selectedOption={
          query.order === "slowest" ? { value: "slowest", label: "Slowest first" } : { value: "newest", label: "Newest first" }
        }
        options={[
          { value: "newest", label: "Newest first" },
          { value: "slowest", label: "Slowest first" },
        ]}
        onChange={({ detail }) => onChange({ order: detail.selectedOption.value === "slowest" ? "slowest" : "newest" })}
      />
      <RequestIdFilter key={query.request ?? ""} value={query.request ?? ""} onChange={(request) => onChange({ request })} />
    </div>
  );
}

/** Filters when Enter is pressed, and again when the field is cleared. */
function RequestIdFilter({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  const [text, setText] = useState(value);
  return (
    <Input
      type="search"
      ariaLabel="Request ID"
      placeholder="Request ID, then Enter"
      value={text}
      onKeyDown={({ detail }) => detail.key === "Enter" && onChange(text.trim())}
      onChange={({ detail }) => {
        setText(detail.value);
        if (detail.value === "" && value !== "") onChange("");
      }}
    />
  );
}
