// Everything a page of ours can do beyond HTML. htmx has been loaded before.

import "./swaps.js";
import "./failures.js";
import "./hints.js";
import "./stream.js";
import "./live-region.js";
import "./connection-state.js";
import "./relative-time.js";
import "./mail-frame.js";
import "./draft-box.js";
import "./text-count.js";
import "./file-tray.js";
import "./menus.js";
import "./undo-bar.js";
import "./presence-marks.js";
import "./screen-beat.js";
import "./ring-card.js";
import "./cue-list.js";
import "./bell-switch.js";
import "./key-map.js";
import "./time-line.js";
import "./line-chart.js";
