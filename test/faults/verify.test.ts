import { describeFaults } from './matrix.ts';

describeFaults('verify');
