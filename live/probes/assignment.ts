import { field, queries, soqlText, told } from '../../src/org/query.ts';
import { names } from '../names.ts';
import { type Probe, quoted } from '../probe.ts';

type Refusal = Error & { errorCode?: string; data?: { fields?: string[] } };

const assignedTwice: Probe = {
  doubts: [
    {
      question: 'In which words, and with which fields, is a second assignment of a permission set refused?',
      how: 'the permission set of the app is assigned to the service user again',
    },
  ],
  look: async ({ spoke: { conn } }) => {
    const { rows } = await queries(conn, {
      rows: `SELECT AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name LIKE ${soqlText(`${names.link}%`)} LIMIT 1`,
    });
    const [row] = told(rows);
    if (!row) throw new Error('the link was not made');
    const [AssigneeId, PermissionSetId] = ['AssigneeId', 'PermissionSetId'].map((name) =>
      String(field(row, name))
    );
    const assignments = conn.sobject('PermissionSetAssignment');
    try {
      const created = await assignments.create({ AssigneeId, PermissionSetId });
      await assignments.delete(String(created.id));
      return ['it is not refused'];
    } catch (error) {
      const { errorCode, message, data } = error as Refusal;
      const fields = data?.fields ?? [];
      return [`${quoted(`${errorCode}: ${message}`)}, fields: ${fields.join(', ') || 'none'}`];
    }
  },
};

export const assignmentProbes = [assignedTwice];
