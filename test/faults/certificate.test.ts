import { describeFaults } from './matrix.ts';

describeFaults('certificate request');
describeFaults('certificate upload');
