// Reads one calendar from standard input with ical.js and prints what it understood as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

// RFC 7986 came after this library: it would hand these two over with their escapes.
for (const name of ["name", "x-wr-calname"]) {
  ICAL.design.icalendar.property[name] = { defaultType: "text" };
}

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

const text = (part, name) => part.getFirstPropertyValue(name);
const count = (part, names) =>
  Object.fromEntries(names.map((name) => [name, part.getAllProperties(name).length]));
const instant = (time) => new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");

const events = calendar.getAllSubcomponents("vevent").map((part) => {
  const { startDate, endDate, uid, summary, description, sequence } = new ICAL.Event(part);
  return {
    uid,
    summary,
    description,
    sequence,
    start: instant(startDate),
    end: instant(endDate),
    zones: [startDate.zone.tzid, endDate.zone.tzid],
    stamp: instant(text(part, "dtstamp")),
    modified: instant(text(part, "last-modified")),
    status: text(part, "status"),
    transparency: text(part, "transp"),
    categories: part.getAllProperties("categories").flatMap((each) => each.getValues()),
    counts: count(part, ["uid", "dtstamp", "dtstart", "dtend", "attendee", "organizer", "rrule"]),
  };
});

// The instant of each asked wall time in the zone that the calendar defines. (The way back is not
// asked: the library looks an instant up among the wall times of the changes.)
const asked = process.argv.slice(2);
const instants = calendar.getAllSubcomponents("vtimezone").flatMap((part) => {
  const zone = new ICAL.Timezone(part);
  return asked.map((at) => {
    const wall = ICAL.Time.fromString(at);
    wall.zone = zone;
    return instant(wall);
  });
});

const refresh = calendar.getFirstProperty("refresh-interval");
console.log(
  JSON.stringify({
    version: text(calendar, "version"),
    product: text(calendar, "prodid"),
    name: text(calendar, "name"),
    shown_name: text(calendar, "x-wr-calname"),
    shown_zone: text(calendar, "x-wr-timezone"),
    refresh: refresh.getFirstValue().toString(),
    published_ttl: text(calendar, "x-published-ttl"),
    method: text(calendar, "method"),
    zones: calendar.getAllSubcomponents("vtimezone").map((zone) => text(zone, "tzid")),
    instants,
    events,
  }),
);
