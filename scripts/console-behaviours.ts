/** The console's monitoring behaviours, numbered: what AWS's page "Monitor external key stores" promises, in our words. */

/** Sections of AWS's page, each with its behaviours: number and sentence. */
export const consoleBehaviours: Readonly<Record<string, readonly (readonly [number: number, sentence: string])[]>> = {
  "Viewing the graphs": [
    [1, "The page of an external key store has a section Monitoring with five graphs."],
    [2, "Each graph opens with three hours at five minutes."],
    [3, "Closing or reloading the page brings the defaults back."],
  ],
  "Modify the time range": [
    [4, "Upper right stand the ranges from one hour to one week, and nothing custom."],
    [5, "One choice moves all five graphs."],
  ],
  "Interpreting the graphs": [[6, "A key store that nobody calls shows data too: those of its health checks."]],
  "View data point details": [
    [7, "Pausing the pointer opens a pop-up with the values of that moment."],
    [8, "A dimension without a value keeps its place, with a dash."],
    [9, "Each item has the colour of its line."],
    [10, "Total requests: the key store and the count."],
    [11, "Reliability: the key store and the percentage."],
    [12, "Latency: each pair of operations with its average, highest first."],
    [13, "Top 5 exceptions: each exception with its count, most frequent first."],
    [14, "Certificate days to expire: the certificate's name and its days, below 0 once it has expired."],
    [15, "The pop-up follows the pointer and goes with it."],
  ],
  "Zoom in on graphs": [
    [16, "Dragging over a part zooms into it, in all five graphs."],
    [17, "A mini-map shows the part within the whole."],
    [18, "Reset zoom goes back, and stands there only while zoomed."],
    [19, "Lines and stacked areas zoom alike; a click is no drag; a new range ends the zoom."],
  ],
  "Enlarge a graph": [
    [20, "The menu of each graph has Enlarge and View in metrics."],
    [21, "An enlarge icon stands beside the menu under the pointer."],
    [22, "The enlarged graph has Period, range, Refresh options and close."],
    [23, "Periods reach from one second to thirty days and redraw this graph alone."],
    [24, "Ranges and Custom move this graph alone."],
    [25, "Custom has the tabs Relative and Absolute, a time zone, Cancel and Apply."],
    [26, "Start and end are chosen by calendar or text, a relative range by number and unit."],
    [27, "Nothing changes before Apply; an end before its start is refused."],
    [28, "The zone is UTC or local, and named."],
    [29, "Refresh options are Off and ten seconds to fifteen minutes; each asks as often as it says."],
    [30, "Closing forgets period, range, zone, refresh and zoom."],
  ],
  "Add to dashboard, view in metrics": [
    [31, "Add to dashboard takes all five graphs, on a new dashboard or one that exists."],
    [32, "They show the same there, beside what stood there already."],
    [33, "Graphs of several key stores are told apart by their titles."],
    [34, "View in metrics opens one graph in the explorer."],
  ],
  "No data available": [
    [35, "A graph without data says so in its place."],
    [36, "A disconnected key store says so in all five; a wider range shows when it happened."],
  ],
  "Total requests": [
    [37, "Successes and failures are counted, beside the request quota."],
    [43, "Its help leads to ExternalKeyStoreThrottle and names the quota as a remedy."],
  ],
  Reliability: [[38, "Only retryable errors lower it; the axis starts at the lowest value."]],
  Latency: [[39, "A line marks 250 ms; one time-out plots 250, two in a row 500."]],
  "Top 5 exceptions": [
    [40, "The five most frequent exceptions of the range are drawn."],
    [41, "Each exception leads to its meaning, what callers got, and what to do."],
  ],
  "Recommended alarms": [[42, "The help of each graph offers its recommended alarm, filled in."]],
  "Certificate days to expire": [[44, "Its help says that an expired certificate makes all data inaccessible."]],
};
