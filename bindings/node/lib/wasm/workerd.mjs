export { default } from '../usersig.wasm';
