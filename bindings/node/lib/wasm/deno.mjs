// Needs no permission to read a file.
import source module from '../usersig.wasm';

export default module;
