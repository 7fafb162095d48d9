import { NothingHere } from '../_components/nothing-here.tsx';

/** Inside the shell: something named in the address does not exist, or is somebody else's. */
export default NothingHere;
