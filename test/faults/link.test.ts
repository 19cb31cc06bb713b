import { describeFaults } from './matrix.ts';

describeFaults('link');
describeFaults('link --app connected-app');
describeFaults('link --reply-file');
