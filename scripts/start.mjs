/** `npm start`: builds if anything changed since the last build, then runs `xkswatch up` in this process. */
process.argv.push("--if-stale");
await import("./build.mjs");
process.argv = [process.argv[0], process.argv[1], "up", ...process.argv.slice(2).filter((argument) => argument !== "--if-stale")];
await import("../dist/app/commands/xkswatch.js");
