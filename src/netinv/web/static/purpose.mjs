// What this piece of work is for: asked once, shown all the time, sent with every question.

import { asFor } from "./api.mjs";
import { byId } from "./dom.mjs";
import { say, tell } from "./say.mjs";

export class Purpose {
  constructor(onChange) {
    this.purpose = "";
    this.caseNo = "";
    this.onChange = onChange;
    const dialog = byId("purpose-dialog");
    byId("purpose").addEventListener("click", () => this.ask());
    byId("purpose-form").addEventListener("submit", () => {
      this.set(byId("purpose-text").value.trim(), byId("purpose-case").value.trim());
      this.onChange();
      tell(say("purpose_set", { purpose: this.purpose }));
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
