import { describeFaults } from './matrix.ts';

describeFaults('apply');
