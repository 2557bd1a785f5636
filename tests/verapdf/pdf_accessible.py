#!/usr/bin/python3
"""Reads PDF files by libraries that are not those which wrote them, and holds
their structure, fonts and metadata against PDF/UA-1 and PDF/A-2a: a second
opinion beside documents/pdfcheck. Names each rule by its clause.

Usage: pdf_accessible.py FILE...
"""
import re, sys, io
import xml.etree.ElementTree as ET
import pikepdf
from pikepdf import Name, Array, Dictionary, String
STD = set('Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split())
PAINT = set("Tj TJ ' \" f F f* B B* b b* S s sh Do INLINE IMAGE".split())
LANG = re.compile(r'^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$')

def cmap_codes(data):
    out = {}
    t = data.decode('latin1')
    for blk in re.findall(r'beginbfchar(.*?)endbfchar', t, re.S):
        for a, b in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>', blk):
            out[int(a, 16)] = bytes.fromhex(b).decode('utf-16-be', 'replace')
    for blk in re.findall(r'beginbfrange(.*?)endbfrange', t, re.S):
        for a, b, c in re.findall(r'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>', blk):
            a, b, c = int(a, 16), int(b, 16), int(c, 16)
            for i in range(a, b + 1):
                if (c & 0xFF) + (i - a) <= 0xFF:      # only the last byte may run
                    out[i] = chr(c + i - a)
    return out

class Font:
    def __init__(s, f):
        s.bad = []
        s.ok = f.get('/Subtype') == '/Type0' and f.get('/Encoding') == '/Identity-H'
        if not s.ok:
            s.bad.append('font is not Type0/Identity-H'); return
        d = f.DescendantFonts[0]; fd = d.FontDescriptor
        if '/FontFile2' not in fd: s.bad.append('7.21.4.1 font not embedded'); s.ok = False; return
        s.uni = cmap_codes(f.ToUnicode.read_bytes()) if '/ToUnicode' in f else {}
        m = d.get('/CIDToGIDMap')
        s.gid = m.read_bytes() if isinstance(m, pikepdf.Stream) else None
        if m is None: s.bad.append('7.21.3.2 no CIDToGIDMap')
        from fontTools.ttLib import TTFont
        tt = TTFont(io.BytesIO(fd.FontFile2.read_bytes()), lazy=True)
        s.n = tt['maxp'].numGlyphs
        s.order = ['g%d' % i for i in range(s.n)]
        tt.setGlyphOrder(s.order)
        try:
            if 'cmap' in tt: tt['cmap']
        except Exception: s.bad.append('font program: malformed cmap table')
        s.hmtx, s.upm = tt['hmtx'].metrics, tt['head'].unitsPerEm
        s.glyf = tt['glyf']; s.seen = set()
        s.dw = int(d.get('/DW', 1000)); s.w = {}
        w = list(d.get('/W', [])); i = 0
        while i < len(w):
            if isinstance(w[i + 1], Array):
                for k, v in enumerate(w[i + 1]): s.w[int(w[i]) + k] = float(v)
                i += 2
            else:
                for c in range(int(w[i]), int(w[i + 1]) + 1): s.w[c] = float(w[i + 2])
                i += 3
    def use(s, raw):
        raw = bytes(raw)
        for i in range(0, len(raw) - 1, 2):
            c = raw[i] << 8 | raw[i + 1]
            g = c if s.gid is None else (s.gid[2*c] << 8 | s.gid[2*c+1] if 2*c+1 < len(s.gid) else 0)
            u = s.uni.get(c)
            if c in s.seen: continue
            s.seen.add(c)
            if not u or u[0] in '\0\ufeff\ufffe': s.bad.append('7.21.7 code %04X has no Unicode value' % c)
            if g == 0: s.bad.append('7.21.8 code %04X is .notdef' % c)
            elif g >= s.n: s.bad.append('7.21.4.1 glyph missing for %04X' % c)
            elif s.glyf[s.order[g]] is None: s.bad.append('glyph')
            elif abs(s.hmtx[s.order[g]][0] * 1000 / s.upm - s.w.get(c, s.dw)) > 1: s.bad.append('7.21.5 width of %04X' % c)

def check(path):
    E = []
    raw = open(path, 'rb').read()
    if not re.match(rb'%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}', raw): E.append('6.1.2 header')
    pdf = pikepdf.open(path); R = pdf.Root
    if '/ID' not in pdf.trailer: E.append('6.1.3 no file ID')
    if '/Encrypt' in pdf.trailer: E.append('6.1.3 encrypted')
    if not LANG.match(str(R.get('/Lang', ''))): E.append('7.2 document language')
    if R.get('/MarkInfo', {}).get('/Marked') is not True: E.append('6.2 not Marked')
    if R.get('/ViewerPreferences', {}).get('/DisplayDocTitle') is not True: E.append('7.1 DisplayDocTitle')
    if '/Names' in R and ('/JavaScript' in R.Names): E.append('6.5 JavaScript')
    if str(R.get('/OpenAction', {}).get('/S', '') if isinstance(R.get('/OpenAction'), Dictionary) else '') or '/AA' in R: E.append('6.5 action in catalog')
    # metadata
    if '/Metadata' not in R: E.append('6.6.2.1 no XMP')
    else:
        x = ET.fromstring(R.Metadata.read_bytes().decode('utf8').split('?>', 1)[1].rsplit('<?xpacket', 1)[0])
        def val(ns, n):
            for e in x.iter('{%s}%s' % (ns, n)): return ''.join(e.itertext()).strip()
            for e in x.iter():
                if '{%s}%s' % (ns, n) in e.attrib: return e.attrib['{%s}%s' % (ns, n)]
        if val('http://www.aiim.org/pdfua/ns/id/', 'part') != '1': E.append('5 pdfuaid')
        if (val('http://www.aiim.org/pdfa/ns/id/', 'part'), val('http://www.aiim.org/pdfa/ns/id/', 'conformance')) != ('2', 'A'): E.append('6.6.4 pdfaid')
        title = val('http://purl.org/dc/elements/1.1/', 'title')
        if not title: E.append('7.1 dc:title')
        elif str(pdf.docinfo.get('/Title', '')) != title: E.append('title differs between Info and XMP')
    oi = [o for o in R.get('/OutputIntents', []) if o.get('/S') == '/GTS_PDFA1']
    if not oi or oi[0].get('/DestOutputProfile', {}).get('/N') != 3: E.append('6.2.4.3 output intent')
    elif oi[0].DestOutputProfile.read_bytes()[36:40] != b'acsp': E.append('6.2.4.2 ICC')
    # page content
    pages = list(pdf.pages); pnum = {p.objgen: i for i, p in enumerate(pages)}
    mcids, fonts = [], {}
    for i, p in enumerate(pages):
        stack, seen, cur = [], [], None
        res = p.resources if hasattr(p, 'resources') else p.Resources
        for ins in pikepdf.parse_content_stream(p):
            op = str(ins.operator); a = list(ins.operands)
            if op in ('BDC', 'BMC'):
                props = a[1] if len(a) > 1 and isinstance(a[1], Dictionary) else {}
                kind = 'art' if a[0] == '/Artifact' else ('mc' if '/MCID' in props else 'span')
                kinds = [k for k in stack]
                if kind == 'art' and 'mc' in kinds: E.append('7.1 t1 p%d artifact inside tagged content' % (i+1))
                if kind == 'mc' and 'art' in kinds: E.append('7.1 t2 p%d tagged content inside artifact' % (i+1))
                if kind == 'mc': seen.append((int(props['/MCID']), str(a[0])))
                stack.append(kind)
            elif op == 'EMC':
                if not stack: E.append('p%d EMC without BDC' % (i+1))
                else: stack.pop()
            elif op == 'Tf': cur = fonts.setdefault(res.Font[a[0]].objgen, None) or Font(res.Font[a[0]]); fonts[res.Font[a[0]].objgen] = cur
            if op in PAINT or op == 'EI':
                if not ('mc' in stack or 'art' in stack): E.append('7.1 t3 p%d untagged %s' % (i+1, op))
            if op in ('Tj', "'") and cur and cur.ok: cur.use(bytes(a[0]))
            if op == 'TJ' and cur and cur.ok:
                for s_ in a[0]:
                    if isinstance(s_, String): cur.use(bytes(s_))
        if stack: E.append('p%d unbalanced marked content' % (i+1))
        if len({m for m, _ in seen}) != len(seen): E.append('p%d MCID used twice' % (i+1))
        mcids.append(dict(seen))
        if '/StructParents' not in p: E.append('p%d no StructParents' % (i+1))
    for f in fonts.values(): E += sorted(set(f.bad))[:5]
    # structure
    if '/StructTreeRoot' not in R: return E + ['7.1 t11 no StructTreeRoot']
    tree = R.StructTreeRoot; nums = {}
    def numtree(n):
        for k in n.get('/Kids', []): numtree(k)
        l = list(n.get('/Nums', []))
        for k in range(0, len(l), 2): nums[int(l[k])] = l[k+1]
    numtree(tree.get('/ParentTree', {}))
    rm = tree.get('/RoleMap', {}); owner, objs, heads = {}, {}, []
    def kids(e):
        k = e.get('/K'); return [] if k is None else list(k) if isinstance(k, Array) else [k]
    def attr(e, n):
        a = e.get('/A'); 
        for d in ([] if a is None else list(a) if isinstance(a, Array) else [a]):
            if n in d: return d[n]
    def walk(e, parent, anc):
        t = str(e.S)[1:]
        if e.P.objgen != parent.objgen: E.append('7.1 wrong /P at %s' % t)
        if t not in STD and '/' + t not in rm: E.append('7.1 t5 non-standard type %s' % t)
        if '/Lang' in e and not LANG.match(str(e.Lang)): E.append('7.2 language %s' % e.Lang)
        if re.match(r'H[1-6]$', t): heads.append(int(t[1]))
        if t == 'Figure' and not (str(e.get('/Alt', '')) or str(e.get('/ActualText', ''))): E.append('7.3 t1 figure without Alt')
        ck = [str(k.S)[1:] for k in kids(e) if isinstance(k, Dictionary) and '/S' in k]
        allow = {'Table': 'TR THead TBody TFoot Caption', 'THead': 'TR', 'TBody': 'TR', 'TFoot': 'TR', 'TR': 'TH TD', 'L': 'L LI Caption', 'LI': 'Lbl LBody'}.get(t)
        if allow and set(ck) - set(allow.split()): E.append('7.2 %s contains %s' % (t, ck))
        need = {'TR': ('Table', 'THead', 'TBody', 'TFoot'), 'TH': ('TR',), 'TD': ('TR',), 'LI': ('L',), 'LBody': ('LI',), 'THead': ('Table',), 'TBody': ('Table',)}.get(t)
        if need and (not anc or anc[-1] not in need): E.append('7.2 %s inside %s' % (t, anc[-1:]))
        if t == 'TH' and str(attr(e, '/Scope')) not in ('/Column', '/Row', '/Both'): E.append('7.5 TH without Scope')
        if t == 'Table':
            w = set()
            def rows(x):
                for k in kids(x):
                    if isinstance(k, Dictionary) and '/S' in k:
                        if k.S == '/TR': w.add(sum(int(attr(c, '/ColSpan') or 1) for c in kids(k)))
                        else: rows(k)
            rows(e)
            if len(w) > 1: E.append('7.2 t42 irregular table %s' % sorted(w))
        obj = 0
        for k in kids(e):
            pg, m = e.get('/Pg'), None
            if isinstance(k, int): m = k
            elif k.get('/Type') == '/MCR': pg, m = k.get('/Pg', pg), int(k.MCID)
            elif k.get('/Type') == '/OBJR': objs[k.Obj.objgen] = (e, t); obj += 1
            else: walk(k, e, anc + [t])
            if m is not None:
                key = (pnum[pg.objgen], m)
                if key in owner: E.append('MCID %s has two owners' % (key,))
                owner[key] = e
                if mcids[key[0]].get(m) is None: E.append('MCID %s not on the page' % (key,))
        if t == 'Link' and not obj: E.append('7.18.5 Link without annotation')
    for k in kids(tree): walk(k, tree, [])
    for i, p in enumerate(pages):
        arr = nums.get(int(p.get('/StructParents', -1)))
        for m in mcids[i]:
            if (i, m) not in owner: E.append('7.1 p%d MCID %d not in the structure tree' % (i+1, m))
            elif arr is None or m >= len(arr) or arr[m].objgen != owner[i, m].objgen: E.append('p%d ParentTree wrong for MCID %d' % (i+1, m))
        for a in p.get('/Annots', []):
            if p.get('/Tabs') != '/S': E.append('7.18.3 p%d Tabs' % (i+1))
            if not int(a.get('/F', 0)) & 4 or int(a.get('/F', 0)) & 0x23: E.append('6.3.2 p%d annotation flags' % (i+1))
            if not str(a.get('/Contents', '')): E.append('7.18.5 t2 p%d link without Contents' % (i+1))
            o = objs.get(a.objgen)
            if o is None or (a.Subtype == '/Link' and o[1] != 'Link'): E.append('7.18.5 t1 p%d link not tagged' % (i+1))
            elif nums.get(int(a.get('/StructParent', -1))) is None or nums[int(a.StructParent)].objgen != o[0].objgen: E.append('p%d StructParent wrong' % (i+1))
    last = 0
    for h in heads:
        if h > last + 1: E.append('7.4.2 heading level %d after %d' % (h, last))
        last = h
    return E

if __name__ == '__main__':
    bad = 0
    for f in sys.argv[1:]:
        try: e = check(f)
        except Exception as x: e = ['exception %r' % x]
        bad += bool(e)
        print(('FAIL ' if e else 'ok   ') + f)
        for m in e[:12]: print('   ', m)
    sys.exit(bool(bad))
