import { allSObjects, simulatedSObject, visibleRows } from '../data/sobjects.ts';
import { json } from './http.ts';
import type { Answer } from './http.ts';
import type { Call } from './rest.ts';

/**
 * `GET …/limits/recordCount?sObjects=`: how many records there are (REST API Developer Guide, "Record Count"); of all
 * sObjects that the simulator has unless some are named. An sObject that is not there is left out.
 */
export const recordCount = (call: Call): Answer => {
  const asked = (call.request.query.get('sObjects') ?? '').split(',').filter(Boolean);
  const sobjects =
    asked.length > 0
      ? asked.map((name) => simulatedSObject('data', name)).filter((one) => one !== undefined)
      : allSObjects('data');
  return json(200, {
    sObjects: sobjects.map((sobject) => ({
      count: visibleRows(call, sobject).length,
      name: sobject.name,
    })),
  });
};
