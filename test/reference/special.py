"""Writes special.json: 40-digit values of the special functions of src/numeric, printed to 17 digits.

    python3 test/reference/special.py > test/reference/special.json      (needs mpmath)
"""
import json
import mpmath as mp

mp.mp.dps = 60


def text(value):
    return mp.nstr(value, 17, min_fixed=0, max_fixed=0)


xs = [1e-300, 1e-20, 1e-8, 0.001, 0.05, 0.3, 0.5, 0.7, 0.999999, 1, 1.0000001, 1.25, 1.4616, 1.5, 1.99999, 2, 2.00001, 2.3, 2.5,
      2.6, 3, 4.75, 7.999, 8, 9.99, 10, 12.5, 33.3, 100, 1234.5, 20000, 1e6, 1e10, 1e15]
pairs = [(0.05, 0.05), (0.05, 1000), (0.3, 7.9), (0.5, 8.1), (1, 1), (1, 20000), (2.5, 3.5), (7.7, 8.2), (12, 0.7), (8, 8),
         (10.5, 1234), (1000, 1000), (3, 1e8), (1e10, 2.5), (1e10, 1e10)]
rises = [(0.05, 1), (0.05, 20000), (0.3, 2.7), (1, 39), (2.5, 41), (7.99, 0.5), (8, 3), (9, 1e-3), (10.5, 1234), (1000, 0.25), (1000, 1000),
         (1e6, 7), (1e10, 100), (1e10, 0.5), (1e10, 20000)]
betas = [(0.001, 0.05, 0.05), (0.5, 0.05, 1000), (1e-6, 2.3, 4), (0.3, 1, 1), (0.3, 5, 0.2), (0.999, 0.3, 0.4), (0.25, 30, 90), (0.2, 30, 90), (0.5, 1000, 1000),
         (0.51, 1000, 1000), (0.6, 1000, 1000), (0.01, 200, 20000), (0.0105, 200, 20000), (0.9, 20000, 3), (0.99999, 20000, 0.5), (0.4, 7, 3.5), (1e-12, 0.5, 3), (0.02, 61, 12.4),
         (0.5, 20000, 20000)]
normals = [1e-300, 1e-20, 1e-6, 0.001, 0.02, 0.074, 0.076, 0.1, 0.3, 0.5, 0.500001, 0.8, 0.925, 0.95, 0.999, 0.9999999]

rows = {
    "logGamma": [[x, text(mp.loggamma(mp.mpf(x)))] for x in xs],
    "digamma": [[x, text(mp.digamma(mp.mpf(x)))] for x in xs if x > 1e-100],
    "trigamma": [[x, text(mp.psi(1, mp.mpf(x)))] for x in xs if x > 1e-100],
    "logBeta": [[a, b, text(mp.loggamma(mp.mpf(a)) + mp.loggamma(mp.mpf(b)) - mp.loggamma(mp.mpf(a) + mp.mpf(b)))] for a, b in pairs],
    "logRising": [[x, n, text(mp.loggamma(mp.mpf(x) + mp.mpf(n)) - mp.loggamma(mp.mpf(x)))] for x, n in rises],
    "digammaRise": [[x, n, text(mp.digamma(mp.mpf(x) + mp.mpf(n)) - mp.digamma(mp.mpf(x)))] for x, n in rises],
    "trigammaFall": [[x, n, text(mp.psi(1, mp.mpf(x)) - mp.psi(1, mp.mpf(x) + mp.mpf(n)))] for x, n in rises],
    "incompleteBeta": [],
    "normalQuantile": [],
}


def beta_lower(x, a, b):
    """I_x(a, b) by the positive series x^a y^b / (a B) * sum of (a + b)_n / (a + 1)_n x^n."""
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.mpf(10) ** -45:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return mp.exp(a * mp.log(x) + b * mp.log(1 - x) - mp.log(a) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)) * total


for x, a, b in betas:
    rows["incompleteBeta"].append([x, a, b, text(beta_lower(x, a, b)), text(beta_lower(1 - mp.mpf(x), b, a) if x > 0.005 else 1 - beta_lower(x, a, b))])

for p in normals:
    p_exact = mp.mpf(p)
    q = mp.findroot(lambda z: mp.log(mp.ncdf(z)) - mp.log(p_exact), mp.mpf(-1) if p < 0.5 else mp.mpf(1)) if p < 1e-5 else mp.sqrt(2) * mp.erfinv(2 * p_exact - 1)
    if p <= 1e-5:
        start = -mp.sqrt(-2 * mp.log(p_exact))
        q = mp.findroot(lambda z: mp.log(mp.erfc(-z / mp.sqrt(2)) / 2) - mp.log(p_exact), start + 0.5 if p > 1e-10 else start + 0.1)
    rows["normalQuantile"].append([p, text(q)])

print(json.dumps(rows, indent=0))
