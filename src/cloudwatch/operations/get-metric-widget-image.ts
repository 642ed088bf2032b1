/** GetMetricWidgetImage: the graph of a widget's definition as a PNG. */
import { operation } from "../../aws/operation.ts";
import { blob, string, structure } from "../../lib/schema.ts";
import type { Query } from "../../query/metric-math/query.ts";
import { type CloudWatchContext, nowSeconds } from "../context.ts";
import { cloudWatchError } from "../errors.ts";
import { Faults } from "../faults.ts";
import { answer } from "../metric-data/answer.ts";
import { readQueries } from "../metric-data/read-queries.ts";
import { drawWidget } from "../widget-image/draw.ts";
import { encodePng } from "../widget-image/png.ts";
import { readWidget } from "../widget-image/widget.ts";

export const getMetricWidgetImage = operation<CloudWatchContext>()({
  name: "GetMetricWidgetImage",
  access: "viewer",
  input: structure("GetMetricWidgetImageInput", { MetricWidget: string(), OutputFormat: string() }),
  output: structure("GetMetricWidgetImageOutput", { MetricWidgetImage: blob() }),
  async handle({ MetricWidget, OutputFormat = "png" }, { context }) {
    if (MetricWidget === undefined || MetricWidget === "") {
      throw cloudWatchError("MissingRequiredParameterException", "The parameter MetricWidget is required.");
    }
    if (OutputFormat !== "png") {
      throw cloudWatchError(
        "InvalidParameterValueException",
        `The value ${OutputFormat} for parameter OutputFormat is invalid: only png is available.`,
      );
    }
    const widget = readWidget(MetricWidget, nowSeconds(context));
    const faults = new Faults();
    const queries = readQueries(widget.queries, "metrics", faults);
    faults.throwValidation();
    const answered = await answer(context, {
      wire: widget.queries,
      queries,
      wanted: widget.queries.flatMap(({ ReturnData }, i) => (ReturnData === false ? [] : [(queries[i] as Query).id])),
      from: widget.from,
      to: widget.to,
      offsetMinutes: widget.offsetMinutes,
    });
    return { MetricWidgetImage: encodePng(drawWidget(widget, answered)) };
  },
});
