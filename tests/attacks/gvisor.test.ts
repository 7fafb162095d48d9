import { attackThrough } from './under-attack.ts';

attackThrough('gvisor');
