import { auth } from './auth.ts';
import { crypto } from './crypto.ts';
import { database } from './database.ts';
import { dates } from './date.ts';
import { datetimes } from './datetime.ts';
import { times } from './time.ts';
import { databaseResults } from './database-results.ts';
import { jsonGenerator } from './json-generator.ts';
import { jsonParser } from './json-parser.ts';
import { limitsClass } from './limits.ts';
import { sobject } from './sobject.ts';
import { stringMore } from './string-more.ts';
import { encodings } from './encoding.ts';
import { exceptions } from './exceptions.ts';
import { http } from './http.ts';
import { iterators } from './iterator.ts';
import { json } from './json.ts';
import { language } from './language.ts';
import { list } from './list.ts';
import { load } from './load.ts';
import { map } from './map.ts';
import { math } from './math.ts';
import { numbers } from './numbers.ts';
import { patterns } from './pattern.ts';
import { set } from './set.ts';
import { string } from './string.ts';
import { stringSearch } from './string-search.ts';
import { system } from './system.ts';
import { url } from './url.ts';
import { userInfo } from './user-info.ts';

load([
  ...language,
  string,
  stringSearch,
  stringMore,
  ...numbers,
  math,
  dates,
  datetimes,
  times,
  list,
  set,
  map,
  ...iterators,
  ...exceptions,
  ...patterns,
  ...encodings,
  crypto,
  json,
  ...jsonParser,
  jsonGenerator,
  ...http,
  ...auth,
  url,
  ...userInfo,
  ...system,
  limitsClass,
  ...databaseResults,
  ...database,
  ...sobject,
]);
