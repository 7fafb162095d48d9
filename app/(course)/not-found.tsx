/** Inside the shell: something named in the address does not exist, or is somebody else's. */
export { NothingHere as default } from '../_components/nothing-here.tsx';
