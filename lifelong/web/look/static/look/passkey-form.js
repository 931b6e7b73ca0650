/* <passkey-form>: a form that is sent once the browser's passkey has answered.
   Where an address can have no passkeys (it needs a name and https) it stays hidden, or says so. */

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const able = () =>
  window.isSecureContext && "PublicKeyCredential" in window && /[a-z]/i.test(location.hostname) &&
  !location.hostname.startsWith("[");

const ids = (list = []) => list.map((one) => ({ ...one, id: toBytes(one.id) }));

async function make({ publicKey: asked }) {
  const made = await navigator.credentials.create({ publicKey: {
    ...asked,
    challenge: toBytes(asked.challenge),
    user: { ...asked.user, id: toBytes(asked.user.id) },
    excludeCredentials: ids(asked.excludeCredentials),
  } });
  return said(made, {
    clientDataJSON: toText(made.response.clientDataJSON),
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function use({ publicKey: asked }) {
  const used = await navigator.credentials.get({ publicKey: {
    ...asked, challenge: toBytes(asked.challenge), allowCredentials: ids(asked.allowCredentials),
  } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
  return said(used, {
    clientDataJSON: toText(clientDataJSON),
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

function said(credential, response) {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.hidden = !able() && !("explains" in this.dataset);
    if (!able()) this.#unable();
    // before htmx hears of it
    this.addEventListener("submit", (event) => this.#asked(event), true);
  }

  #asked(event) {
    if (this.form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#ask();
  }

  async #ask() {
    const button = this.querySelector("[type=submit]");
    button.disabled = true;
    this.#say("");
    try {
      const options = await this.#options();
      const answer = await ("making" in this.dataset ? make(options) : use(options));
      this.form.elements.credential.value = JSON.stringify(answer);
      button.disabled = false;
      this.form.requestSubmit();
    } catch (error) {
      this.#say(this.#words(error));
    } finally {
      button.disabled = false;
      // a second try asks anew
      queueMicrotask(() => { this.form.elements.credential.value = ""; });
    }
  }

  async #options() {
    if (this.dataset.options) return JSON.parse(this.dataset.options);
    const answer = await fetch(this.dataset.optionsAt, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options;
  }

  #words(error) {
    if (error.name === "NotAllowedError" || error.name === "AbortError") return this.dataset.cancelled;
    return error.name === "InvalidStateError" ? this.dataset.known : this.dataset.failed;
  }

  #unable() {
    this.form.hidden = true;
    const words = document.createElement("p");
    words.className = "soft";
    words.textContent = this.dataset.unable;
    this.append(words);
  }

  #say(sentence) {
    const place = this.querySelector("[data-refusal]");
    place.replaceChildren();
    if (!sentence) return;
    const words = document.createElement("p");
    words.className = "refusal";
    words.textContent = sentence;
    place.append(words);
  }
}

customElements.define("passkey-form", PasskeyForm);
