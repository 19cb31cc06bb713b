import { describeFaults } from './matrix.ts';

describeFaults('rotate');
