"""Makes student-t.json: distribution function and quantiles of Student's t from 40-digit incomplete beta values.

pip install mpmath scipy; python3 student-t.py > student-t.json
scipy gives the starting value of each quantile, mpmath polishes it.
"""

import json

import mpmath as mp
from scipy.stats import t as student

mp.mp.dps = 40


def tail(t, df):
    """P(T <= -|t|)."""
    t, df = mp.mpf(t), mp.mpf(df)
    return mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2


def cdf(t, df):
    return tail(t, df) if t <= 0 else 1 - tail(t, df)


DFS = [0.5, 1, 2, 3, 4, 5, 7, 10, 15, 30, 99, 1000, 1000000]
TS = [-40, -6, -3.5, -2, -1, -0.1, 0, 0.3, 1.5, 2.5, 8]
PS = [1e-6, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.3, 0.5, 0.9, 0.975, 0.995, 0.999]

rows = {"cdf": [], "quantile": [], "two_sided": []}
for df in DFS:
    for t in TS:
        rows["cdf"].append([t, df, float(cdf(t, df))])
        rows["two_sided"].append([t, df, float(2 * tail(t, df)) if t != 0 else 1.0])
    for p in PS:
        if p == 0.5:
            rows["quantile"].append([p, df, 0.0])
            continue
        q = min(p, 1 - p)
        start = float(student.ppf(q, df))
        root = mp.findroot(lambda x: mp.log(tail(x, df)) - mp.log(mp.mpf(p) if p < 0.5 else 1 - mp.mpf(p)), start)
        root = -abs(root)
        rows["quantile"].append([p, df, float(root if p < 0.5 else -root)])
print("{")
print(",\n".join(f'"{k}": [\n' + ",\n".join(json.dumps(r) for r in v) + "\n]" for k, v in rows.items()))
print("}")
