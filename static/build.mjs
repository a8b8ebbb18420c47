/* Builds static/dist from static/src and the packages in package-lock.json: one style sheet, a module for each entry,
   a sprite of the icons in use, the typeface, and manifest.json that says what each is called. `node static/build.mjs`

   Entries:  every static/src/*.js whose name does not start with an underscore.
   Styles:   Tabler, as far as templates and modules use it, then theme.css, the other static/src/*.css by name, print.css.
   Icons:    those of static/src/icons.json. A name that Tabler does not have stops the build. */

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import esbuild from "esbuild";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const sources = join(here, "src");
const dist = join(here, "dist");
const require = createRequire(import.meta.url);
const target = ["chrome111", "firefox115", "safari16.4"];

/* Tabler's classes that are put together at run time or written by WTForms. */
const dynamicClasses = [/^btn(-outline|-ghost)?-(primary|secondary|danger)$/, /^is-(in)?valid$/, /^avatar-(sm|md|lg)$/];
const dynamicWords = [
  "input",
  "select",
  "option",
  "textarea",
  "label",
  "ul",
  "li",
  "ol",
  "blockquote",
  "pre",
  "hr",
  "type",
  "checkbox",
];
dynamicWords.push(
  "radio",
  "date",
  "time",
  "datetime-local",
  "file",
  "number",
  "password",
  "search",
  "multiple",
  "disabled",
  "readonly",
);

async function walk(folder, extension) {
  const found = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const files = found.filter((entry) => entry.isFile() && entry.name.endsWith(extension));
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, "utf8") })));
}

async function keep(name, content) {
  const bytes = Buffer.from(content);
  const mark = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  const extension = extname(name);
  const file = `${basename(name, extension)}.${mark}${extension}`;
  await write(file, bytes);
  return file;
}

async function write(file, bytes) {
  await writeFile(join(dist, file), bytes);
  if (/\.(css|js|svg)$/.test(file)) {
    await writeFile(join(dist, `${file}.br`), brotliCompressSync(bytes));
    await writeFile(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/* Tabler chooses its dark colours by an attribute; we let the system choose, without script and without a flash. */
function followTheSystem(css) {
  const tree = postcss.parse(css);
  tree.walkRules((rule) => {
    if (!rule.selector.includes("data-bs-")) return;
    const light = [];
    const dark = [];
    for (const selector of rule.selectors) {
      const plain = selector.replace(/^(html|body)?\[data-bs-theme="?dark"?\]/, ":root");
      if (!selector.includes("data-bs-")) light.push(selector);
      else if (!plain.includes("data-bs-")) dark.push(plain);
    }
    if (dark.length) {
      const media = postcss.atRule({ name: "media", params: "screen and (prefers-color-scheme: dark)" });
      media.append(rule.clone({ selectors: dark }));
      rule.after(media);
    }
    if (light.length) rule.selectors = light;
    else rule.remove();
  });
  tree.walkComments((comment) => comment.remove());
  return tree.toString();
}

/* The words of a template that can be a class, a tag, or an attribute: not its running text. */
function wordsInUse(text) {
  const words = new Set(dynamicWords);
  const add = (part) => {
    for (const word of part.split(/[^\w:./-]+/)) words.add(word);
  };
  const plain = text.replace(/\{#.*?#\}/gs, " ").replace(/\{[{%].*?[%}]\}/gs, (block) => {
    for (const [, string] of block.matchAll(/["']([^"']*)["']/g)) add(string);
    return " ";
  });
  for (const [, name] of plain.matchAll(/<([a-z][a-z0-9]*)/g)) words.add(name);
  for (const [, name, value] of plain.matchAll(/([a-z-]+)="([^"]*)"/g)) {
    words.add(name);
    if (name === "class" || name === "type" || name === "role") add(value);
  }
  return [...words];
}

const stringsIn = (text) =>
  [...text.matchAll(/["'`]([^"'`\n]*)["'`]/g)].flatMap(([, string]) => string.split(/[^\w-]+/));

async function buildStyles(templates, modules, font) {
  const order = (path) => ({ "theme.css": 0, "print.css": 2 })[basename(path)] ?? 1;
  const own = (await walk(sources, ".css")).sort((a, b) => order(a.path) - order(b.path));
  const ours = own.map(({ text }) => text).join("\n");
  const tabler = followTheSystem(await readFile(require.resolve("@tabler/core/dist/css/tabler.css"), "utf8"));
  const [purged] = await new PurgeCSS().purge({
    css: [{ raw: tabler }],
    content: [
      ...templates.map(({ text }) => ({ raw: text, extension: "html" })),
      ...modules.map(({ text }) => ({ raw: text, extension: "js" })),
    ],
    extractors: [
      { extensions: ["html"], extractor: wordsInUse },
      { extensions: ["js"], extractor: stringsIn },
    ],
    safelist: { standard: dynamicClasses, variables: ours.match(/--tblr-[\w-]+/g) },
    keyframes: true,
    variables: true,
  });
  const { code, warnings } = await esbuild.transform(`${purged.css}\n${ours}`, { loader: "css", minify: true, target });
  if (warnings.length) throw new Error(warnings.map((warning) => warning.text).join("\n"));
  return code.replaceAll("inter.woff2", font);
}

async function buildModules(manifest) {
  const names = (await readdir(sources)).filter((name) => name.endsWith(".js") && !name.startsWith("_"));
  const { metafile, outputFiles } = await esbuild.build({
    entryPoints: names.map((name) => join(sources, name)),
    outdir: dist,
    entryNames: "[name].[hash]",
    chunkNames: "chunk.[hash]",
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    metafile: true,
    write: false,
    target,
    logLevel: "warning",
  });
  for (const { path, contents } of outputFiles) await write(basename(path), contents);
  for (const [path, output] of Object.entries(metafile.outputs)) {
    manifest[output.entryPoint ? basename(output.entryPoint) : basename(path)] = basename(path);
  }
}

async function buildIcons() {
  const folder = join(root, "node_modules", "@tabler", "icons", "icons", "outline");
  const available = new Set((await readdir(folder)).map((name) => basename(name, ".svg")));
  const icons = JSON.parse(await readFile(join(sources, "icons.json"), "utf8"));
  for (const name of icons) {
    if (!available.has(name)) throw new Error(`static/src/icons.json: there is no icon "${name}" in Tabler.`);
  }
  const symbols = await Promise.all(
    icons.map(async (name) => {
      const text = await readFile(join(folder, `${name}.svg`), "utf8");
      const shapes = text.slice(text.indexOf(">", text.indexOf("<svg")) + 1, text.lastIndexOf("</svg>"));
      const drawn = shapes
        .replace(/<path stroke="none"[^>]*\/>/g, "")
        .replace(/\s+/g, " ")
        .replace(/ ?\/> ?/g, "/>")
        .trim();
      return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawn}</symbol>`;
    }),
  );
  return { icons, sprite: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>` };
}

/* Pages that are open still ask for the files of the build before; those go after an hour. */
async function sweep(current) {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(dist)) {
    if (name === "manifest.json" || current.has(name.replace(/\.(br|gz)$/, ""))) continue;
    const path = join(dist, name);
    if ((await stat(path)).mtimeMs < hourAgo) await unlink(path);
  }
}

await mkdir(dist, { recursive: true });
const templates = await walk(join(root, "templates"), ".html");
const modules = await walk(sources, ".js");
const files = {};
const typeface = require.resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2");
files["inter.woff2"] = await keep("inter.woff2", await readFile(typeface));
files["app.css"] = await keep("app.css", await buildStyles(templates, modules, files["inter.woff2"]));
const { icons, sprite } = await buildIcons();
files["icons.svg"] = await keep("icons.svg", sprite);
for (const { path, text } of await walk(sources, ".svg")) files[basename(path)] = await keep(basename(path), text);
await buildModules(files);

const draft = join(dist, `manifest.${process.pid}.json`);
await writeFile(draft, JSON.stringify({ files, icons }, null, 1));
await rename(draft, join(dist, "manifest.json"));
await sweep(new Set(Object.values(files)));

for (const [name, file] of Object.entries(files)) {
  const size = /\.(css|js|svg)$/.test(file)
    ? (await stat(join(dist, `${file}.gz`))).size
    : (await stat(join(dist, file))).size;
  console.log(`${name.padEnd(24)} ${(size / 1024).toFixed(1).padStart(6)} KB`);
}
