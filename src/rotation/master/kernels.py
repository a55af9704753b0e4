"""The inner loops of the interior point, compiled: normal equations, and triangles."""

from __future__ import annotations

import numpy as np

from rotation.compiled import compiled
from rotation.master.linear import Floats, Longs


@compiled(nogil=False)
def normal(
    start: Longs,
    index: Longs,
    value: Floats,
    weight: Floats,
    block: Longs,
    first: Longs,
    common: Floats,
    border: Floats,
    own: Floats,
) -> None:
    """Write A diag(weight) A^T for columns that touch common rows and those of one block.

    Parameters
    ----------
    start, index, value
        A by columns; rows ascending, the common ones first.
    block, first
        Own row (from 0) -> its block; block -> its first own row.
    common
        Common rows by common rows, the lower half.
    border
        Own rows by common rows.
    own
        Blocks by their own rows by their own rows, the lower halves.
    """
    rows = common.shape[0]
    common[:] = 0
    border[:] = 0
    own[:] = 0
    for column in range(len(weight)):
        at, end = start[column], start[column + 1]
        middle = at
        while middle < end and index[middle] < rows:
            middle += 1
        for one in range(at, middle):
            share = weight[column] * value[one]
            row = index[one]
            for other in range(at, one + 1):
                common[row, index[other]] += share * value[other]
        for one in range(middle, end):
            share = weight[column] * value[one]
            row = index[one] - rows
            for other in range(at, middle):
                border[row, index[other]] += share * value[other]
            here = first[block[row]]
            for other in range(middle, one + 1):
                own[block[row], row - here, index[other] - rows - here] += share * value[other]


@compiled(nogil=False)
def times(start: Longs, index: Longs, value: Floats, x: Floats, rows: int) -> Floats:
    """Return A x."""
    total = np.zeros(rows)
    for column in range(len(x)):
        for place in range(start[column], start[column + 1]):
            total[index[place]] += value[place] * x[column]
    return total


@compiled(nogil=False)
def across(start: Longs, index: Longs, value: Floats, y: Floats) -> Floats:
    """Return A^T y."""
    total = np.zeros(len(start) - 1)
    for column in range(len(total)):
        for place in range(start[column], start[column + 1]):
            total[column] += value[place] * y[index[place]]
    return total


@compiled(nogil=False)
def factor_blocks(own: Floats, first: Longs) -> bool:
    """Factor each block's own rows in place; False where that cannot be."""
    for number in range(len(own)):
        size = first[number + 1] - first[number]
        for row in range(size):
            for column in range(row + 1):
                total = own[number, row, column]
                for k in range(column):
                    total -= own[number, row, k] * own[number, column, k]
                if row > column:
                    own[number, row, column] = total / own[number, column, column]
                elif total > 0:
                    own[number, row, row] = np.sqrt(total)
                else:
                    return False
    return True


@compiled(nogil=False)
def lower_blocks(own: Floats, first: Longs, border: Floats) -> None:
    """Solve L X = border in place, each block for its own rows."""
    for number in range(len(own)):
        here = first[number]
        for row in range(first[number + 1] - here):
            for k in range(row):
                border[here + row] -= own[number, row, k] * border[here + k]
            border[here + row] /= own[number, row, row]


@compiled(nogil=False)
def upper_blocks(own: Floats, first: Longs, right: Floats) -> None:
    """Solve L^T x = right in place, each block for its own rows."""
    for number in range(len(own)):
        here = first[number]
        for row in range(first[number + 1] - here - 1, -1, -1):
            right[here + row] /= own[number, row, row]
            for k in range(row):
                right[here + k] -= own[number, row, k] * right[here + row]


@compiled(nogil=False)
def triangles(lower: Floats, right: Floats) -> Floats:
    """Solve L L^T x = right."""
    x = right.copy()
    for row in range(len(x)):
        for k in range(row):
            x[row] -= lower[row, k] * x[k]
        x[row] /= lower[row, row]
    for row in range(len(x) - 1, -1, -1):
        x[row] /= lower[row, row]
        for k in range(row):
            x[k] -= lower[row, k] * x[row]
    return x
