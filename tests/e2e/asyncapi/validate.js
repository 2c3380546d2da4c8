// Reads an AsyncAPI document from standard input and prints what AsyncAPI's own parser says against it, a line each.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const { document, diagnostics } = await new Parser().parse(readFileSync(0, "utf8"));
for (const found of diagnostics) console.log(`${found.code} ${found.path.join("/")}: ${found.message}`);
if (!document) console.log("This is no AsyncAPI document.");
