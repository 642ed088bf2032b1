/** SEARCH in its own notation: which of some metrics a search finds. */
import { describe, expect, it } from "vitest";
import type { Series } from "../../model/metric.ts";
import { matches, partsOf, selectorOf } from "./match.ts";
import { parseSearch } from "./parse.ts";

/** `Namespace Name Dim=value,…` as a series. */
function seriesFrom(text: string): Series {
  const [namespace, metricName, dimensions = ""] = text.split(" ") as [string, string, string?];
  const pairs = dimensions === "" ? [] : dimensions.split(",").map((pair) => pair.split("=") as [string, string]);
  return { namespace, metricName, unit: "Count", dimensions: pairs.map(([name, value]) => ({ name, value })) };
}

const metrics = [
  "AWS/EC2 CPUUtilization InstanceId=i-1",
  "AWS/EC2 CPUUtilization InstanceId=i-2",
  "AWS/EC2 NetworkPacketsOut InstanceId=i-1",
  "AWS/EC2 DiskReadOps InstanceId=i-1,InstanceType=t2.micro",
  "AWS/EBS VolumeReadOps VolumeId=vol-1",
  "My/App CustomCount1",
  "My/App Network-Errors-2",
  "My/App SDBFailure Project=ProjectA",
];

const found = (text: string): number[] => {
  const query = parseSearch(text);
  return metrics.flatMap((metric, i) => (matches(query, seriesFrom(metric)) ? [i] : []));
};

describe("SEARCH finds", () => {
  it.each<[string, number[]]>([
    ["{AWS/EC2,InstanceId}", [0, 1, 2]],
    ['{AWS/EC2,InstanceId} MetricName="CPUUtilization"', [0, 1]],
    [' {AWS/EC2, InstanceId}, "CPUUtilization" ', [0, 1]],
    ['{AWS/EC2,InstanceType,InstanceId} MetricName="DiskReadOps"', [3]],
    ["{My/App}", [5, 6]],
    ['{"My/App","Project"} failure', [7]],
    // By tokens, in any case.
    ["count", [5]],
    ["COUNT", [5]],
    ["couNT", []],
    ["CustomCount", [5]],
    ["Count1", [5]],
    ["customcount", []],
    ["customcount1", [5]],
    ["network/errors", [6]],
    ["Network_Errors", [6]],
    ["network packets", [2]],
    ["CPU", [0, 1]],
    // Exact.
    ['"CPUUtilization"', [0, 1]],
    ['"cpuutilization"', []],
    ['"Custom"', []],
    // Bound to a property.
    ["InstanceType=micro", [3]],
    ['InstanceType="t2.micro" Namespace="AWS/EC2"', [3]],
    ["MetricName=(DiskReadOps OR VolumeReadOps)", [3, 4]],
    ['InstanceId=("i-1" OR "i-2") MetricName=cpu', [0, 1]],
    // AND, OR, NOT, parentheses.
    ["{AWS/EC2,InstanceId} network AND packets", [2]],
    ['{AWS/EC2,InstanceId} MetricName="CPUUtilization" NOT i-1', [1]],
    ["NOT Namespace=AWS", [5, 6, 7]],
    ["(EC2 OR EBS) MetricName=ReadOps", [3, 4]],
    ["(EC2 OR EBS) AND MetricName=ReadOps NOT vol", [3]],
    ["CPU OR failure NOT Project", [0, 1]],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe("SEARCH refuses, naming the position", () => {
  it.each([
    ["", "A search needs a schema or a term"],
    ["{}", "A schema begins with a namespace at char 2"],
    ["{AWS/EC2", "Unexpected end at char 9"],
    ["(a OR", "Unexpected end at char 6"],
    ["OR a", "Unsupported token 'OR' at char 1"],
    ["a = ", "Unexpected end at char 5, must be: a value"],
    ["a".repeat(1025), "A search is at most 1024 characters long, not 1025"],
  ])("%s", (text, message) => {
    expect(() => parseSearch(text)).toThrow(message);
  });
});

it("splits texts into parts at humps, digits and other characters", () => {
  expect(partsOf("CustomCount1")).toEqual(["custom", "count", "1"]);
  expect(partsOf("SDBFailure")).toEqual(["sdb", "failure"]);
  expect(partsOf("Project2-trial333")).toEqual(["project", "2", "trial", "333"]);
});

it("leaves to the store's listing what every match must equal", () => {
  expect(selectorOf(parseSearch('{AWS/KMS,CustomKeyStoreId} MetricName="XksProxyErrors" CustomKeyStoreId="cks-1"'))).toEqual({
    namespace: "AWS/KMS",
    metricName: "XksProxyErrors",
    exactDimensions: true,
    dimensions: [{ name: "CustomKeyStoreId", value: "cks-1" }],
  });
  expect(selectorOf(parseSearch('MetricName="a" OR MetricName="b"'))).toEqual({});
});
