import { auth } from './auth.ts';
import { crypto } from './crypto.ts';
import { database } from './database.ts';
import { moments } from './datetime.ts';
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
  ...numbers,
  math,
  ...moments,
  list,
  set,
  map,
  ...iterators,
  ...exceptions,
  ...patterns,
  ...encodings,
  crypto,
  json,
  ...http,
  ...auth,
  url,
  userInfo,
  ...system,
  ...database,
]);
