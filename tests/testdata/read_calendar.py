"""Reads calendar files with two libraries that did not write them, Python's
icalendar and libical, and prints what each understood as JSON."""
import datetime
import json
import sys

import gi
import icalendar

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402


def moment(t):
    return t.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def by_icalendar(data):
    cal = icalendar.Calendar.from_ical(data)
    [event] = cal.walk("VEVENT")
    attendees = event.get("ATTENDEE")
    if not isinstance(attendees, list):
        attendees = [attendees]
    return {
        "method": str(cal["METHOD"]),
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "start": moment(event["DTSTART"].dt),
        "end": moment(event["DTEND"].dt),
        "zone": event["DTSTART"].params.get("TZID", ""),
        "summary": str(event["SUMMARY"]),
        "location": str(event.get("LOCATION", "")),
        "description": str(event.get("DESCRIPTION", "")),
        "status": str(event["STATUS"]),
        "organiser": str(event["ORGANIZER"]),
        "attendees": [str(a) for a in attendees],
        "names": [str(a.params.get("CN", "")) for a in attendees],
        "rsvp": [str(a.params.get("RSVP", "")) for a in attendees],
        "problems": [f"{name}: {problem}" for component in cal.walk() for name, problem in component.errors],
    }


def by_libical(data):
    cal = ICalGLib.Component.new_from_string(data.decode())
    assert cal is not None and cal.is_valid(), "not a calendar"
    kinds = ICalGLib.ComponentKind
    events = []
    event = cal.get_first_component(kinds.VEVENT_COMPONENT)
    while event is not None:
        events.append(event)
        event = cal.get_next_component(kinds.VEVENT_COMPONENT)
    [event] = events
    zones = {}
    part = cal.get_first_component(kinds.VTIMEZONE_COMPONENT)
    while part is not None:
        zone = ICalGLib.Timezone.new()
        zone.set_component(part.clone())
        zones[zone.get_tzid()] = zone
        part = cal.get_next_component(kinds.VTIMEZONE_COMPONENT)

    def text(value):
        return value or ""

    def property_of(kind):
        return event.get_first_property(kind)

    def moment_of(kind, get):
        p = property_of(kind)
        t = get(p)
        tzid = p.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
        zone = ICalGLib.Timezone.get_utc_timezone() if t.is_utc() else zones[tzid.get_tzid()]
        at = datetime.datetime.fromtimestamp(t.as_timet_with_zone(zone), datetime.timezone.utc)
        return moment(at), "" if tzid is None else tzid.get_tzid()

    start, zone = moment_of(ICalGLib.PropertyKind.DTSTART_PROPERTY, lambda p: p.get_dtstart())
    end, _ = moment_of(ICalGLib.PropertyKind.DTEND_PROPERTY, lambda p: p.get_dtend())
    attendees, names, rsvp = [], [], []
    p = property_of(ICalGLib.PropertyKind.ATTENDEE_PROPERTY)
    while p is not None:
        attendees.append(p.get_attendee())
        cn = p.get_first_parameter(ICalGLib.ParameterKind.CN_PARAMETER)
        names.append("" if cn is None else cn.get_cn())
        r = p.get_first_parameter(ICalGLib.ParameterKind.RSVP_PARAMETER)
        rsvp.append("" if r is None else {ICalGLib.ParameterRsvp.TRUE: "TRUE", ICalGLib.ParameterRsvp.FALSE: "FALSE"}[r.get_rsvp()])
        p = event.get_next_property(ICalGLib.PropertyKind.ATTENDEE_PROPERTY)
    status = {ICalGLib.PropertyStatus.CONFIRMED: "CONFIRMED", ICalGLib.PropertyStatus.CANCELLED: "CANCELLED", ICalGLib.PropertyStatus.TENTATIVE: "TENTATIVE"}
    method = {ICalGLib.PropertyMethod.REQUEST: "REQUEST", ICalGLib.PropertyMethod.CANCEL: "CANCEL", ICalGLib.PropertyMethod.PUBLISH: "PUBLISH"}
    return {
        "method": method[cal.get_method()],
        "uid": event.get_uid(),
        "sequence": event.get_sequence(),
        "start": start,
        "end": end,
        "zone": zone,
        "summary": text(event.get_summary()),
        "location": text(event.get_location()),
        "description": text(event.get_description()),
        "status": status[event.get_status()],
        "organiser": property_of(ICalGLib.PropertyKind.ORGANIZER_PROPERTY).get_organizer(),
        "attendees": attendees,
        "names": names,
        "rsvp": rsvp,
        "problems": [""] * cal.count_errors(),
    }


for name in sys.argv[1:]:
    with open(name, "rb") as f:
        data = f.read()
    print(json.dumps({"icalendar": by_icalendar(data), "libical": by_libical(data)}))
