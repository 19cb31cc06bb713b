import { json } from './http.ts';
import type { Answer, Request } from './http.ts';

type Message = { channel?: unknown; id?: unknown };

const messagesIn = (body: Buffer): Message[] => {
  try {
    const value: unknown = JSON.parse(body.toString());
    return [value].flat().filter((one): one is Message => typeof one === 'object' && one !== null);
  } catch {
    return [];
  }
};

/**
 * `/cometd/XX.X`: the Streaming API is not simulated, and says so as its protocol wants it, or clients would shake hands for
 * ever (Bayeux protocol 1.0, "Handshake response").
 */
export const streaming = ({ body }: Request): Answer =>
  json(
    200,
    messagesIn(body).map(({ channel, id }) => ({
      channel,
      id,
      successful: false,
      error: '501::not simulated: Streaming API',
      advice: { reconnect: 'none' },
    }))
  );
