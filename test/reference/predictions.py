"""Writes predictions.json: what kernels.json does not hold, by integrals over the latent rate and dropout with 25 digits (discounted sums of
BG/NBD and MBG/NBD in doubles).

    python3 test/reference/predictions.py > test/reference/predictions.json      (needs mpmath and numpy; a few minutes)

Each row: model, parameters, history, t, and E, pmf(0..3), P(>= 1), P(>= 5), E in (t/2, t], discounted E for delta and
horizon (and without end), the log-likelihood and P(alive). Rows sit on and beside the singular points of the closed forms:
a = 1, s = 1, alpha = beta, x = 0, t_x = 0, t_x = T, T = 0, delta = 0, and at the ends of the domain.
"""
import json
import math

import mpmath as mp
import numpy as np

mp.mp.dps = 25


def text(v):
    return mp.nstr(v, 17, min_fixed=0, max_fixed=0)


def panels_of(edges):
    """Composite 40-point Gauss-Legendre rule."""
    x, w = np.polynomial.legendre.leggauss(40)
    half = np.diff(edges) / 2
    return ((edges[:-1] + half)[:, None] + half[:, None] * x).ravel(), (half[:, None] * w).ravel()


def nb(n, R, A, u):
    z = u / (A + u)
    return mp.exp(mp.loggamma(R + n) - mp.loggamma(R) - mp.loggamma(n + 1)) * z ** n * (1 - z) ** R


def nb_tail(n, R, A, u):
    return 1 - mp.fsum(nb(j, R, A, u) for j in range(n))


def beta_average(f, a, b):
    """Average over p ~ Beta(a, b), by tanh-sinh in v = p^a on the left half and w = (1 - p)^b on the right, where the weight is flat."""
    if a + b > 50:
        # A narrow peak: tanh-sinh in logit p, cut at its standard deviations.
        log_b = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
        g = lambda y: f(1 / (1 + mp.exp(-y))) * mp.exp(-a * mp.log1p(mp.exp(-y)) - b * mp.log1p(mp.exp(y)) - log_b)
        sd = mp.sqrt(1 / a + 1 / b)
        return mp.quad(g, [mp.log(a / b) + sd * k for k in (-40 - 75 / (a * sd), -40, -20, -10, -6, -3, -1, 0, 1, 3, 6, 10, 20, 40, 40 + 75 / (b * sd))])
    norm = mp.beta(a, b)
    middle = a / (a + b)
    left = [mp.mpf(0)] + [(middle * k) ** a for k in (mp.mpf(1) / 100, mp.mpf(1) / 5, mp.mpf(3) / 5, mp.mpf(9) / 10, 1)]
    right = [mp.mpf(0)] + [((1 - middle) * k) ** b for k in (mp.mpf(1) / 100, mp.mpf(1) / 5, mp.mpf(3) / 5, mp.mpf(9) / 10, 1)]
    low = mp.quad(lambda v: f(v ** (1 / a)) * (1 - v ** (1 / a)) ** (b - 1), left) / a
    high = mp.quad(lambda w: f(1 - w ** (1 / b)) * (1 - w ** (1 / b)) ** (a - 1), right) / b
    return (low + high) / norm


def geometric(P, x, tx, T, t, delta, H, first):
    r, al, a, b = (mp.mpf(P[k]) for k in ("r", "alpha", "a", "b"))
    R, A = r + x, al + T
    chances = x + first
    beta = lambda u, v: mp.exp(mp.loggamma(u) + mp.loggamma(v) - mp.loggamma(u + v))
    alive = beta(a, b + chances) / beta(a, b) * A ** -R
    dead = beta(a + 1, b + chances - 1) / beta(a, b) * (al + tx) ** -R if chances > 0 else mp.mpf(0)
    loglik = mp.loggamma(R) - mp.loggamma(r) + r * mp.log(al) + mp.log(alive + dead)
    p_alive = alive / (alive + dead)
    bb = b + chances
    average = lambda f: p_alive * beta_average(f, a, bb)
    # -expm1 keeps (1 - (1 + pu/A)^-R)/p exact for tiny p
    E = lambda u: average(lambda p: -mp.expm1(-R * mp.log1p(p * u / A)) / p if p > 0 else R * u / A) if u > 0 else mp.mpf(0)
    c = lambda n: beta(a, bb + n) / beta(a, bb)
    pmf = [p_alive * (c(n) * nb(n, R, A, t) + ((c(n - 1) - c(n)) * nb_tail(n, R, A, t) if n else 0)) for n in range(4)]
    pmf[0] += 1 - p_alive
    at_least = lambda n: p_alive * c(n - 1) * nb_tail(n, R, A, t)
    def det(d, h):
        """Integral of e^-du dE/du in doubles: composite Gauss-Legendre in logit p and in ln(1 + u (R + 1)/A)."""
        fa, fb, fR, fA, fd, fh = (float(v) for v in (a, bb, R, A, d, h))
        sd, centre = math.sqrt(1 / fa + 1 / fb), math.log(fa / fb)
        low, high = centre - 40 / fa - 12 * sd, centre + 40 / fb + 12 * sd
        ys, ws = panels_of(np.unique(np.clip(np.concatenate([np.linspace(low, high, 20), np.linspace(-60, 60, 60), centre + sd * np.linspace(-14, 14, 20)]), low, high)))
        log_w = -fa * np.logaddexp(0, -ys) - fb * np.logaddexp(0, ys)
        w = ws * np.exp(log_w - log_w.max())
        w /= w.sum()
        p = np.exp(-np.logaddexp(0, -ys))
        end = min(fh, 46 / fd) if fd > 0 else fh
        vs, vw = panels_of(np.linspace(0, math.log1p(end / fA * (fR + 1)), 40))
        u = np.expm1(vs) * fA / (fR + 1)
        rate = np.array([(w * np.exp(-(fR + 1) * np.log1p(p * x / fA))).sum() for x in u]) * fR / fA
        return p_alive * mp.mpf(float((vw * np.exp(vs) * fA / (fR + 1) * np.exp(-fd * u) * rate).sum()))
    return loglik, p_alive, E, pmf, at_least, det


def pareto(P, x, tx, T, t, delta, H):
    r, al, s, be = (mp.mpf(P[k]) for k in ("r", "alpha", "s", "beta"))
    R, A, B = r + x, al + T, be + T
    def panels(low, high, scale):
        return sorted({low, high, *(c for c in (low + scale * k for k in (.01, .1, .5, 2, 6, 20, 60, 200)) if c < high)})
    scale = 1 / (R / (al + tx) + (s + 1) / (be + tx))
    dying = s * mp.quad(lambda u: (al + u) ** -R * (be + u) ** (-s - 1), panels(mp.mpf(tx), mp.mpf(T), scale)) if T > tx else mp.mpf(0)
    alive = A ** -R * B ** -s
    loglik = mp.loggamma(R) - mp.loggamma(r) + r * mp.log(al) + s * mp.log(be) + mp.log(alive + dying)
    p_alive = alive / (alive + dying)
    E = lambda u: p_alive * R / A * mp.quad(lambda v: (B / (B + v)) ** s, panels(mp.mpf(0), mp.mpf(u), B)) if u > 0 else mp.mpf(0)
    def count(n):
        dead = mp.quad(lambda u: s / B * (B / (B + u)) ** (s + 1) * nb(n, R, A, u), panels(mp.mpf(0), mp.mpf(t), min(A, B)))
        return p_alive * (nb(n, R, A, t) * (B / (B + t)) ** s + dead)
    probabilities = [count(n) for n in range(5)] if t > 0 else [p_alive, 0, 0, 0, 0]
    at_least = lambda n: p_alive - mp.fsum(probabilities[:n])
    pmf = [probabilities[0] + 1 - p_alive] + probabilities[1:4]
    def det(d, h):
        end = min(h, 80 / d) if d > 0 else h
        return p_alive * R / A * mp.quad(lambda u: mp.exp(-d * u) * (B / (B + u)) ** s, panels(mp.mpf(0), end, min(B, 1 / d if d > 0 else B)))
    return loglik, p_alive, E, pmf, at_least, det


HISTORIES = [(0, 0, 0, 13), (0, 0, 38, 39), (1, 0, 0, 5), (1, 12, 12, 39), (2, 30.5, 38.75, 39), (7, 1, 520, 52), (40, 50, 52, 0.5), (300, 700, 730, 30)]
BETAS = [(0.793, 2.426), (1, 2.5), (0.999999, 0.05), (1.0000001, 3), (0.05, 0.05), (1000, 1000), (2.5, 0.3)]
DEATHS = [(0.606, 11.669), (1, 11), (1.0000001, 4.4), (0.999999, 0.5), (0.05, 1000), (30, 4.414), (1000, 0.25)]
rows = []


def add(model, P, h, delta, H, terms):
    x, tx, T, t = h
    loglik, p_alive, E, pmf, at_least, det = terms
    H = mp.mpf(H)
    rows.append({
        "model": model, "parameters": P, "x": x, "t_x": tx, "T": T, "t": t, "delta": delta, "horizon": float(H),
        "logLikelihood": text(loglik), "pAlive": text(p_alive), "expected": text(E(mp.mpf(t))), "between": text(E(mp.mpf(t)) - E(mp.mpf(t) / 2)),
        "pmf": [text(v) for v in pmf], "atLeast1": text(at_least(1)), "atLeast5": text(at_least(5)),
        "discounted": text(det(mp.mpf(delta), H)), "endless": text(det(mp.mpf(delta), mp.mpf("1e30"))) if delta > 0 else None,
    })


for i, h in enumerate(HISTORIES):
    x, tx, T, t = (h[0], *map(mp.mpf, h[1:]))
    for j in range(3):
        a, b = BETAS[(i + 3 * j) % len(BETAS)]
        delta, H = [(0.0018, 52), (0, 104), (0.05, 13)][(i + j) % 3]
        P = {"r": [0.243, 1, 12][j], "alpha": [4.414, 0.05, 300][(i + j) % 3], "a": a, "b": b}
        for model, first in (("bgnbd", 0), ("mbgnbd", 1)):
            add(model, P, h, delta, H, geometric(P, x, tx, T, t, mp.mpf(delta), mp.mpf(H), first))
        s, beta = DEATHS[(i + 3 * j) % len(DEATHS)]
        P = {"r": [0.553, 1, 12][j], "alpha": beta if j == 1 else [10.578, 0.05, 300][(i + j) % 3], "s": s, "beta": beta}
        add("paretonbd", P, h, delta, H, pareto(P, x, tx, T, t, mp.mpf(delta), mp.mpf(H)))

print(json.dumps(rows, indent=0))
