import * as usersig from './index.js';

export * from './index.js';
export default usersig;
