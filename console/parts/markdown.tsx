/** The Markdown of text widgets: headings, lists, links, bold, italics and code, as elements; never as HTML text. */
import type { ReactNode } from "react";
import { type Block, type Inline, parseInline, parseMarkdown } from "./markdown-parser.ts";

export function Markdown({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="markdown">
      {parseMarkdown(text).map((block, index) => (
        <BlockView key={`block-${String(index)}`} block={block} />
      ))}
    </div>
  );
}

const blockViews: { readonly [K in Block["kind"]]: (block: Extract<Block, { readonly kind: K }>) => ReactNode } = {
  heading: ({ level, text }) => (level === 1 ? <h2>{inline(text)}</h2> : level === 2 ? <h3>{inline(text)}</h3> : <h4>{inline(text)}</h4>),
  list: ({ items }) => (
    <ul>
      {items.map((item, index) => (
        <li key={`item-${String(index)}`}>{inline(item)}</li>
      ))}
    </ul>
  ),
  code: ({ text }) => <pre>{text}</pre>,
  paragraph: ({ text }) => <p>{inline(text)}</p>,
};

function BlockView({ block }: { readonly block: Block }): ReactNode {
  const view = blockViews[block.kind] as (block: Block) => ReactNode;
  return view(block);
}

function inline(text: string): ReactNode {
  return parseInline(text).map((part, index) => <InlineView key={`part-${String(index)}`} part={part} />);
}

function InlineView({ part }: { readonly part: Inline }): ReactNode {
  if (part.kind === "link") {
    return (
      <a href={part.href} rel="noreferrer">
        {part.text}
      </a>
    );
  }
  if (part.kind === "bold") return <strong>{part.text}</strong>;
  if (part.kind === "italic") return <em>{part.text}</em>;
  return part.kind === "code" ? <code>{part.text}</code> : part.text;
}
