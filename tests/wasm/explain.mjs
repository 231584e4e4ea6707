// Runs callconv.wasm under node's WASI. Usage: node explain.mjs MODULE ABI TARGET <declarations
// Standard output: the module's answer. The core asks nothing of its host: what libc links for its streams is there,
// and a call of it fails.
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [path, abi, target] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(path));
const wasi = new WASI({ version: "preview1" });
const called = [];
const imports = {};
for (const [space, functions] of Object.entries(wasi.getImportObject())) {
  imports[space] = {};
  for (const [name, host] of Object.entries(functions))
    imports[space][name] = (...values) => (called.push(name), host(...values));
}
const instance = await WebAssembly.instantiate(module, imports);
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
if (called.length) throw new Error(`the core called ${called.join(", ")}`);
