"""The Erlang formulas against exact numbers.

Reference computed with 50-digit arithmetic: B by its recurrence, C, service level, waits from it.
"""

from __future__ import annotations

import math
from datetime import timedelta

import pytest

from rotation.staffing.erlang import Queue, erlang_b, erlang_c, fewest_servers

# cases per hour, handling s, people, target s, B, C, service level, mean wait s, P90 wait s
STABLE = [
    (
        200,
        180,
        14,
        20,
        0.0568191433865,
        0.174131933595,
        0.888350019179,
        7.83593701178,
        24.9589379232,
    ),
    (
        240,
        180,
        14,
        20,
        0.117209876626,
        0.481705372615,
        0.614280490961,
        43.3534835353,
        141.494623293,
    ),
    (
        240,
        180,
        15,
        20,
        0.0857292494953,
        0.319190425113,
        0.771290066371,
        19.1514255068,
        69.6370609574,
    ),
    (
        100,
        360,
        11,
        20,
        0.163232333244,
        0.682118204689,
        0.354743825360,
        245.562553688,
        691.211799899,
    ),
    (
        100,
        360,
        12,
        20,
        0.119739188445,
        0.449388224298,
        0.597869748385,
        80.8898803737,
        270.489054646,
    ),
    (
        360,
        240,
        30,
        20,
        0.0401206865794,
        0.172862055497,
        0.895153863440,
        6.91448221987,
        21.8929489349,
    ),
    (
        1000,
        300,
        88,
        20,
        0.0520135765580,
        0.508513268383,
        0.627446669306,
        32.6901386818,
        104.549215008,
    ),
    (
        1000,
        300,
        90,
        20,
        0.0412273401468,
        0.367289485232,
        0.764501185193,
        16.5280268354,
        58.5441062656,
    ),
    (6, 900, 2, 300, 0.310344827586, 0.642857142857, 0.455833176856, 1157.14285714, 3349.35421329),
    (6, 900, 3, 300, 0.134328358209, 0.236842105263, 0.856348001647, 142.105263158, 517.334106362),
    (12, 900, 4, 600, 0.206106870229, 0.509433962264, 0.738447882757, 458.490566038, 1465.31704090),
    (12, 900, 5, 600, 0.110054347826, 0.236151603499, 0.937751113156, 106.268221574, 386.686710225),
    (2, 1800, 2, 900, 0.200000000000, 0.333333333333, 0.797823113429, 600.000000000, 2167.15104779),
    (2, 1800, 3, 900, 0.0625000000000, 0.0909090909091, 0.966556414439, 81.8181818182, 0.0),
    (
        0.5,
        1800,
        1,
        900,
        0.200000000000,
        0.250000000000,
        0.828177680302,
        600.000000000,
        2199.09775650,
    ),
    (
        1,
        2700,
        2,
        1800,
        0.138461538462,
        0.204545454545,
        0.911104911896,
        441.818181818,
        1545.73927865,
    ),
    (3, 1200, 2, 600, 0.200000000000, 0.333333333333, 0.797823113429, 400.000000000, 1444.76736519),
    (30, 600, 6, 300, 0.191847258886, 0.587516450461, 0.643653259710, 352.509870276, 1062.44043625),
    (30, 600, 7, 120, 0.120518635073, 0.324149949173, 0.782715791148, 97.2449847520, 352.810808650),
    (48, 600, 9, 60, 0.173140827677, 0.653326928265, 0.408845349095, 391.996156959, 1126.14448431),
    (60, 300, 6, 30, 0.191847258886, 0.587516450461, 0.468393131912, 176.254935138, 531.220218127),
    (20, 540, 4, 180, 0.206106870229, 0.509433962264, 0.634974615368, 275.094339623, 879.190224541),
    (90, 480, 13, 60, 0.154900754373, 0.704387655798, 0.378380075540, 338.106074783, 937.036159708),
    (90, 480, 14, 60, 0.117209876626, 0.481705372615, 0.624847478598, 115.609289428, 377.318995448),
    (
        504,
        600,
        90,
        30,
        0.0446198709606,
        0.411957313829,
        0.694814515773,
        41.1957313829,
        141.574955078,
    ),
    (
        5000,
        360,
        520,
        20,
        0.0143617705442,
        0.274756344697,
        0.909552137970,
        4.94561420454,
        18.1928609936,
    ),
    (40, 300, 4, 60, 0.242577139530, 0.657721652197, 0.424379558641, 295.974743489, 847.625235687),
    (
        18,
        1200,
        7,
        900,
        0.185054735840,
        0.613830123145,
        0.710047180761,
        736.596147774,
        2177.45763777,
    ),
]
# cases per hour, handling s, people, target s, B: as much work as people, or more
OVERLOADED = [
    (2, 1800, 1, 900, 0.500000000000),
    (10, 360, 1, 60, 0.500000000000),
    (100, 360, 10, 20, 0.214582343107),
    (120, 360, 10, 20, 0.301925040286),
]
# cases per hour, handling s, target s, attainment, fewest, service level with them, with one less
FEWEST = [
    (200, 180, 20, 0.8, 14, 0.888350019179, 0.795594788418),
    (200, 180, 20, 0.9, 15, 0.941452842869, 0.888350019179),
    (100, 360, 20, 0.8, 14, 0.860566047728, 0.758523774853),
    (360, 240, 20, 0.8, 29, 0.840283145663, 0.761295813935),
    (1000, 300, 20, 0.8, 91, 0.814382369726, 0.764501185193),
    (5000, 360, 20, 0.8, 514, 0.806121513267, 0.780661333435),
    (6, 900, 300, 0.8, 3, 0.856348001647, 0.455833176856),
    (6, 900, 300, 0.9, 4, 0.967585216493, 0.856348001647),
    (12, 900, 600, 0.9, 5, 0.937751113156, 0.738447882757),
    (2, 1800, 900, 0.9, 3, 0.966556414439, 0.797823113429),
    (3, 1200, 600, 0.9, 3, 0.966556414439, 0.797823113429),
    (30, 600, 300, 0.9, 8, 0.962677797581, 0.880751897842),
    (30, 600, 120, 0.8, 8, 0.908202194815, 0.782715791148),
    (90, 480, 60, 0.8, 16, 0.875919682683, 0.780623842927),
    (18, 1200, 900, 0.9, 8, 0.920346753138, 0.710047180761),
    (0.5, 1800, 900, 0.8, 1, 0.828177680302, 0.0),
    (504, 600, 30, 0.8, 92, 0.803283281298, 0.754261006559),
    (92.64, 300, 1800, 0.8, 8, 0.834209851406, 0.0),
]


def queue(cases_per_hour: float, handle: float, servers: int) -> Queue:
    """Make a queue from a handling time in seconds."""
    return Queue(cases_per_hour=cases_per_hour, handle=timedelta(seconds=handle), servers=servers)


@pytest.mark.parametrize("row", STABLE)
def test_waits_agree_with_exact_arithmetic(row: tuple[float, ...]) -> None:
    """Every figure of a queue that keeps up agrees to eleven digits."""
    rate, handle, servers, target, lost, waiting, level, mean, p90 = row
    line = queue(rate, handle, int(servers))
    assert erlang_b(int(servers), line.load) == pytest.approx(lost, rel=1e-10)
    assert line.waiting_probability == pytest.approx(waiting, rel=1e-10)
    assert line.service_level(timedelta(seconds=target)) == pytest.approx(level, abs=1e-11)
    assert line.mean_wait_seconds == pytest.approx(mean, rel=1e-9)
    assert line.wait_seconds_within(0.9) == pytest.approx(p90, rel=1e-8, abs=1e-9)
    assert line.occupancy == pytest.approx(rate * handle / 3600 / servers, rel=1e-12)
    assert line.stable


@pytest.mark.parametrize("row", OVERLOADED)
def test_overload_answers_nobody_in_time(row: tuple[float, ...]) -> None:
    """As much work as people is overload already: the line only grows."""
    rate, handle, servers, target, lost = row
    line = queue(rate, handle, int(servers))
    assert not line.stable
    assert line.service_level(timedelta(seconds=target)) == 0.0
    assert line.waiting_probability == 1.0
    assert line.occupancy == 1.0
    assert line.mean_wait_seconds == math.inf
    assert line.wait_seconds_within(0.9) == math.inf
    assert erlang_b(int(servers), line.load) == pytest.approx(lost, rel=1e-10)


def test_no_cases_never_wait() -> None:
    """Without cases one person is idle and a case that came would be answered at once."""
    line = queue(0, 600, 1)
    assert line.stable
    assert line.occupancy == 0.0
    assert line.waiting_probability == 0.0
    assert line.mean_wait_seconds == 0.0
    assert line.wait_seconds_within(0.9) == 0.0
    assert line.service_level(timedelta(0)) == 1.0


@pytest.mark.parametrize("rate", [0.0, 3.0])
def test_nobody_there_answers_nothing(rate: float) -> None:
    """With nobody there every case is lost or waits for ever, were there one or not."""
    line = queue(rate, 600, 0)
    assert erlang_b(0, line.load) == 1.0
    assert erlang_c(0, line.load) == 1.0
    assert not line.stable
    assert line.service_level(timedelta(hours=9)) == 0.0
    assert line.mean_wait_seconds == math.inf


@pytest.mark.parametrize("row", FEWEST)
def test_fewest_servers_is_exact(row: tuple[float, ...]) -> None:
    """The fewest people attain it, one less does not."""
    rate, handle, target, attainment, servers, level, level_below = row
    wait = timedelta(seconds=target)
    assert fewest_servers(rate, timedelta(seconds=handle), wait, attainment) == servers
    assert queue(rate, handle, int(servers)).service_level(wait) == pytest.approx(level, abs=1e-11)
    below = queue(rate, handle, int(servers) - 1).service_level(wait)
    assert below == pytest.approx(level_below, abs=1e-11)


def test_fewest_servers_starts_just_above_the_load() -> None:
    """A load of 7.72 is served by 8, not by the rounded 9, where the target is long."""
    # 92.64 cases of 5 minutes are 7.72 erlangs; 30 minutes is six handling times.
    assert fewest_servers(92.64, timedelta(minutes=5), timedelta(minutes=30), 0.8) == 8


def test_fewest_servers_of_no_cases_is_nobody() -> None:
    """No cases need nobody."""
    assert fewest_servers(0, timedelta(minutes=5), timedelta(minutes=5), 0.9) == 0


@pytest.mark.parametrize("attainment", [0.0, 1.0, 1.5])
def test_fewest_servers_refuses_certainty(attainment: float) -> None:
    """No number of people answers every last case in time."""
    with pytest.raises(ValueError, match="attainment must be between 0 and 1"):
        fewest_servers(1, timedelta(minutes=5), timedelta(minutes=5), attainment)


def test_fewest_servers_refuses_negative_rates() -> None:
    """A negative rate cannot be meant."""
    with pytest.raises(ValueError, match="must not be negative"):
        fewest_servers(-1, timedelta(minutes=5), timedelta(minutes=5), 0.9)


def test_a_crowd_does_not_overflow() -> None:
    """Hundreds of people with next to nothing to do lose nothing, without overflow."""
    assert erlang_b(500, 1e-3) == 0.0
    assert erlang_c(500, 1e-3) == 0.0
