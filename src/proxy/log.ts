/** What the proxy writes lines to: the part of the house's log that it uses. */
export interface ProxyLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Saves the making of lines that nobody wants; absent: all are wanted. */
  isLevelEnabled?(level: "debug"): boolean;
}
