import { describeFaults } from './matrix.ts';

describeFaults('request');
describeFaults('accept');
describeFaults('accept --create-service-user');
