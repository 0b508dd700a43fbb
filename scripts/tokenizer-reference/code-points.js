// Writes, into the folder given as the first argument, what the library does with every code point (probe_*.txt), and from it the tables of
// src/Refrain/Tokens/LibraryCharacterData.cs (sets.cs.txt) and UnicodeScriptData.cs (scripts.b64). The second argument is a file with the names of the
// library's scripts, one a line, as Unicode writes them, first Any.
process.chdir(process.argv[2]);
const T=require('tokenizers'),fs=require('fs'),zlib=require('zlib');
const S=String.fromCodePoint;
{
const all=[];for(let c=1;c<0x110000;c++){if(c>=0xD800&&c<0xE000)continue;all.push(c);}
const S=String.fromCodePoint;
const norm={nfc:T.nfcNormalizer(),nfd:T.nfdNormalizer(),nfkc:T.nfkcNormalizer(),nfkd:T.nfkdNormalizer(),lower:T.lowercase(),strip:T.stripAccentsNormalizer(),nmt:T.nmt(),bertclean:T.bertNormalizer({cleanText:true,handleChineseChars:false,stripAccents:false,lowercase:false}),bertzh:T.bertNormalizer({cleanText:false,handleChineseChars:true,stripAccents:false,lowercase:false}),bertacc:T.bertNormalizer({cleanText:false,handleChineseChars:false,stripAccents:true,lowercase:false})};
for(const k in norm){const out=[];for(const c of all){const s=S(c);const r=norm[k].normalizeString(s);if(r!==s)out.push(c.toString(16)+' '+[...r].map(x=>x.codePointAt(0).toString(16)).join(' '));}
fs.writeFileSync('probe_'+k+'.txt',out.join('\n')+'\n');console.log(k,out.length);}
const pre={ws:T.whitespacePreTokenizer(),wss:T.whitespaceSplitPreTokenizer(),punct:T.punctuationPreTokenizer(),digits:T.digitsPreTokenizer(true)};
for(const k in pre){const out=[];for(const c of all){const s='a'+S(c)+'a';let r;try{r=pre[k].preTokenizeString(s);}catch(e){r=[['ERR']]}
const sig=r.map(x=>x[0].length).join(',');out.push(sig);}
// runs
const runs=[];let prev=null,start=0;for(let i=0;i<=all.length;i++){const v=i<all.length?out[i]+(all[i]>0xffff?'*':''):null;if(v!==prev){if(prev!==null)runs.push(all[start].toString(16)+' '+all[i-1].toString(16)+' '+prev);start=i;prev=v;}}
fs.writeFileSync('probe_'+k+'.txt',runs.join('\n')+'\n');console.log(k,runs.length);}
}
{

const nfd=T.nfdNormalizer(),nfkd=T.nfkdNormalizer();
const removed=f=>new Set(fs.readFileSync(f,'utf8').split('\n').filter(l=>/^[0-9a-f]+ ?$/.test(l)).map(l=>parseInt(l,16)));
const marks=removed('probe_strip.txt'),mn=removed('probe_bertacc.txt'),other=removed('probe_bertclean.txt');other.delete(0xfffd);
const punct=new Set();for(const l of fs.readFileSync('probe_punct.txt','utf8').trim().split('\n')){const q=l.split(' ');if(/^1,[12],1/.test(q[2]))for(let c=parseInt(q[0],16);c<=parseInt(q[1],16);c++)punct.add(c);}
const unknown=new Set();let odd=[];
for(let c=1;c<0x110000;c++){if(c>=0xD800&&c<0xE000)continue;const s=S(c);
 if(nfkd.normalizeString(s)!==s.normalize('NFKD')||nfd.normalizeString(s)!==s.normalize('NFD')){if(nfkd.normalizeString(s)===s)unknown.add(c);else odd.push(c.toString(16));continue;}
 if(s.normalize('NFD')!==s)continue;
 for(const t of ['a'+s+'\u0334','a\u0315'+s,'a'+s+'\u0323','a'+'\u0323'+s]){const r=nfd.normalizeString(t);if(r!==t.normalize('NFD')){if(r===t)unknown.add(c);else odd.push('*'+c.toString(16));}}}
console.log(marks.size,mn.size,other.size,punct.size,'unknown',unknown.size,'odd',odd.slice(0,20));
const out=[];const v=x=>{while(x>127){out.push(x&127|128);x>>>=7}out.push(x)};
for(const set of [marks,mn,other,punct,unknown]){const a=[...set].sort((x,y)=>x-y);const runs=[];for(const c of a){if(runs.length&&runs.at(-1)[1]===c)runs.at(-1)[1]++;else runs.push([c,c+1]);}
 v(runs.length);let at=0;for(const[x,y]of runs){v(x-at);v(y-x);at=y;}console.log(runs.length);}
const b=zlib.deflateRawSync(Buffer.from(out),{level:9}).toString('base64');console.log(out.length,b.length);
fs.writeFileSync('sets.cs.txt',b.match(/.{1,150}/g).map(x=>'        "'+x+'"').join(' +\n')+';\n');
console.log([...unknown].sort((a,b)=>a-b).map(x=>x.toString(16)).join(' ').slice(0,1500));
// composition: pairs that the library does not compose
const nfc=T.nfcNormalizer();let pc=[];for(let c=0xa0;c<0x30000;c++){if(c>=0xD800&&c<0xE000)continue;const d=S(c).normalize('NFD');if(nfc.normalizeString(d)!==d.normalize('NFC'))pc.push(c.toString(16));}console.log('nfc differs',pc.join(' '));
}
{

const t=T.Tokenizer.fromString(JSON.stringify({version:"1.0",model:{type:"WordLevel",vocab:{"a":0},unk_token:"a"},pre_tokenizer:{type:"UnicodeScripts"}}));
const p=t.getPreTokenizer();const n=s=>p.preTokenizeString(s).length;
const S=String.fromCodePoint;
const src=fs.readFileSync(process.argv[3],'utf8').trim().split('\n');
const names=src.filter(x=>x!='Any');
const rx=names.map(x=>{try{return new RegExp('^\\p{Script='+x+'}$','u')}catch(e){console.log('no',x);return null}});
const cls=new Int32Array(0x110000);const rep={};
const node=c=>{const s=S(c);for(let i=0;i<rx.length;i++)if(rx[i]&&rx[i].test(s))return i+1;return 0;};
// order regexes: cache by last
let last=0;const nodeFast=c=>{const s=S(c);if(last&&rx[last-1]&&rx[last-1].test(s))return last;last=node(c);return last;};
const bad=[];let anyButKnown=0;
const all=[];for(let c=0;c<0x110000;c++){if(c>=0xD800&&c<0xE000)continue;const s=S(c);
 if(n('a'+s+'a')==1&&n('г'+s+'г')==1){cls[c]=0;continue;}
 all.push(c);}
console.log('known',all.length);
const HK=names.indexOf('Han')+1,hi=names.indexOf('Hiragana')+1,ka=names.indexOf('Katakana')+1;
for(const c of all){let k=nodeFast(c);if(k==hi||k==ka||c==0x30FC)k=HK;cls[c]=k;}
// representatives: the first code point of each class that splits from all earlier representatives
for(const c of all){const k=cls[c];if(k&&!(k in rep))rep[k]=c;}
for(const c of all){const k=cls[c];if(k&&n(S(rep[k])+S(c))==1)continue;let f=0;for(const j in rep)if(n(S(rep[j])+S(c))==1){f=+j;break;}bad.push([c.toString(16),names[k-1],names[f-1]]);cls[c]=f;}
console.log('differ',bad.length,JSON.stringify(bad.slice(0,60)));
const reps=Object.values(rep);for(let i=0;i<reps.length;i++)for(let j=0;j<i;j++)if(n(S(reps[i])+S(reps[j]))==1)console.log('same',reps[i],reps[j]);
fs.writeFileSync('cls.bin',Buffer.from(cls.buffer));
const out=[];const v=x=>{while(x>127){out.push(x&127|128);x>>>=7}out.push(x)};
let at=0,runs=[];for(let c=0;c<0x110000;){if(!cls[c]){c++;continue;}let e=c;while(e<0x110000&&cls[e]==cls[c])e++;runs.push([c,e,cls[c]]);c=e;}
v(runs.length);for(const[a,b,k]of runs){v(a-at);v(b-a);v(k);at=b;}
console.log(runs.length,out.length,zlib.deflateRawSync(Buffer.from(out),{level:9}).length);
fs.writeFileSync('scripts.b64',zlib.deflateRawSync(Buffer.from(out),{level:9}).toString('base64'));
}
