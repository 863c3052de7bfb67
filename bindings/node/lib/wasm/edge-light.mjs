export { default } from '../usersig.wasm?module';
