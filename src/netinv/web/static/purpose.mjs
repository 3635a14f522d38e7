// What this piece of work is for: asked once, shown all the time, sent with every question.

import { asFor } from "./api.mjs";
import { byId } from "./dom.mjs";
import { say, tell } from "./say.mjs";

export class Purpose {
  constructor(onChange, onward = () => false) {
    this.purpose = "";
    this.caseNo = "";
    this.onChange = onChange;
    this.onward = onward; // whether searching comes next
    const dialog = byId("purpose-dialog");
    byId("purpose").addEventListener("click", () => this.ask());
    byId("purpose-form").addEventListener("submit", () => {
      this.set(byId("purpose-text").value.trim(), byId("purpose-case").value.trim());
      this.onChange();
      tell(say("purpose_set", { purpose: this.purpose }));
    });
    // on with what it was asked for: the question that waits in the search box, or the first one
    dialog.addEventListener("close", () => {
      if (!this.purpose || !this.onward()) return;
      byId("find").focus();
      if (byId("find").value.trim()) byId("find").dispatchEvent(new Event("input"));
    });
    byId("purpose-cancel").addEventListener("click", () => dialog.close());
  }

  set(purpose, caseNo) {
    this.purpose = purpose;
    this.caseNo = caseNo;
    asFor(purpose, caseNo);
    byId("purpose-shown").textContent = purpose
      ? [purpose, caseNo].filter(Boolean).join(" · ")
      : say("purpose_none");
  }

  ask() {
    byId("purpose-text").value = this.purpose;
    byId("purpose-case").value = this.caseNo;
    byId("purpose-dialog").showModal();
  }
}
