const url = new URL('../usersig.wasm', import.meta.url);
const read = async () => (url.protocol === 'file:' ? (await import('node:fs/promises')).readFile(url) : (await fetch(url)).arrayBuffer());
export default await WebAssembly.compile(await read());
