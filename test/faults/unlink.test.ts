import { describeFaults } from './matrix.ts';

describeFaults('unlink');
describeFaults('unlink, with a connected app');
