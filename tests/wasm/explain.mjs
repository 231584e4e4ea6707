// Runs callconv.wasm under node's WASI. Usage: node explain.mjs MODULE ABI TARGET <declarations
// Standard output: the module's answer. `--imports` instead of ABI prints what the module wants from its host.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [path, abi, target] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(path));
if (abi === "--imports") {
  for (const wanted of WebAssembly.Module.imports(module)) console.log(`${wanted.module}.${wanted.name}`);
  process.exit(0);
}
const wasi = new WASI({ version: "preview1" });
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
wasi.initialize(instance);
const core = instance.exports;

function put(bytes) {
  const at = core.callconv_take(bytes.length + 1);
  const memory = new Uint8Array(core.memory.buffer);
  memory.set(bytes, at);
  memory[at + bytes.length] = 0;
  return at;
}

const encoder = new TextEncoder();
const text = readFileSync(0);
const arguments_ = [put(text), put(encoder.encode(abi)), put(encoder.encode(target ?? ""))];
const answer = core.callconv_explain(arguments_[0], text.length, arguments_[1], arguments_[2]);
if (answer === 0) throw new Error("out of memory");
const memory = new Uint8Array(core.memory.buffer);
process.stdout.write(memory.slice(answer, memory.indexOf(0, answer)));
for (const block of [...arguments_, answer]) core.callconv_give(block);
