// Writes ../echarts.min.js and ../echarts.NOTICE.txt. Run: npm ci && npm run build
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";

const read = name => readFile(new URL(`node_modules/${name}`, import.meta.url), "utf8");
const notice = [
    "Apache ECharts 6.1.0, the parts named in build/entry.mjs, minified.",
    (await read("echarts/NOTICE")).trim(),
    "Licensed under the Apache License, Version 2.0 (https://www.apache.org/licenses/LICENSE-2.0).",
    "It contains parts of the following works.",
    "---- d3 (number formatting)\n" + (await read("echarts/licenses/LICENSE-d3")).trim(),
    "---- ZRender 6.1.0\n" + (await read("zrender/LICENSE")).trim(),
    "---- tslib 2.3.0\n" + (await read("tslib/LICENSE.txt")).trim(),
].join("\n\n") + "\n";

await build({
    entryPoints: ["entry.mjs"],
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "echarts",
    target: "es2020",
    charset: "ascii",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    // In full: a report travels alone, without the notice's file.
    banner: { js: `/*!\n${notice}*/` },
    outfile: "../echarts.min.js",
});
await writeFile(new URL("../echarts.NOTICE.txt", import.meta.url), notice);
