"""How many of the candidates of a document are comparable, told from their scores.

Weights are fitted where one candidate in 120 is comparable.  Among tables of one policy from several cities it is one in ten, and
the same scores mean more there.  The share of a document is the one under which the mean of its candidates' probabilities is that
share, with some candidates of the usual share put to them, so that few change little (Saerens, Latinne and Decaestecker,
Adjusting the outputs of a classifier to new a priori probabilities, 2002, https://doi.org/10.1162/089976602753284446).  It
is never lower than the usual one: that a document has little in common with others is no evidence against what it has.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from graph.links.ragged import Integers

Floats = npt.NDArray[np.float64]

DOCUMENTS: Final = "documents"
"""The feature that says so: the share of comparable pairs among the candidates of both documents, and what it adds."""
MOST: Final = 0.5
"""The highest share that is told."""
STEPS: Final = 12
GRAIN: Final = 4
"""Raises are told in quarters of log-odds, so that one changed measure does not move every link of its document."""


def raises(first: Integers, second: Integers, odds: Floats, share: float, usual: int) -> Floats:
    """By how much the log-odds of each pair are too low.

    `first` and `second` are the numbers of the documents of each candidate, from 0; `odds` its log-odds where `share` of all
    candidates are comparable; `usual` how many candidates of that share are put to those of a document.  A pair lies
    halfway between its two documents.
    """
    if not len(odds):
        return np.zeros(0)
    documents = np.concatenate([first, second])
    twice = np.concatenate([odds, odds])
    count = np.bincount(documents)
    low, high = np.zeros(len(count)), np.full(len(count), logit(MOST) - logit(share))
    for _ in range(STEPS):  # the likelihood of a share is concave: there is one place where it is highest
        middle = (low + high) / 2
        sure = np.bincount(documents, expit(twice + middle[documents]), len(count))
        more = (sure + usual * share) / (count + usual) > expit(middle + logit(share))
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    low = np.round(low * GRAIN) / GRAIN
    found: Floats = (low[first] + low[second]) / 2
    return found
