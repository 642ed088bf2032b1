/** Alarms as a CloudFormation template (JSON), for a real AWS account. */
import type { RecommendedAlarm } from "../alarms/recommended.ts";
import type { AlarmFile } from "./alarm-file.ts";

const types = { metric: "AWS::CloudWatch::Alarm", composite: "AWS::CloudWatch::CompositeAlarm" } as const;

/** Logical ids hold letters and digits alone. */
const logicalId = ({ id }: RecommendedAlarm): string =>
  id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

export const cloudformation: AlarmFile = {
  sentence: "a CloudFormation template",
  write(alarms) {
    const children = alarms.filter(({ type }) => type === "metric");
    const resources = alarms.map((alarm) => [
      logicalId(alarm),
      {
        Type: types[alarm.type],
        // A composite alarm can only be made once the alarms of its rule are there.
        ...(alarm.type === "composite" && {
          DependsOn: children.filter(({ input }) => alarm.input.AlarmRule.includes(`"${input.AlarmName}"`)).map(logicalId),
        }),
        Properties: alarm.input,
      },
    ]);
    const template = {
      AWSTemplateFormatVersion: "2010-09-09",
      Description: "The recommended alarms of an AWS KMS external key store",
      Resources: Object.fromEntries(resources),
    };
    return `${JSON.stringify(template, null, 2)}\n`;
  },
};
