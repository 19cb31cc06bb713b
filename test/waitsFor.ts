import { type Component, fill, type Later } from '../src/metadata/component.ts';

/** Whether a component still waits for a value. */
export const waitsFor = (component: Component): Later['later'][] => {
  const names: Later['later'][] = [];
  fill(component, ({ later }) => {
    names.push(later);
    return '';
  });
  return names;
};
