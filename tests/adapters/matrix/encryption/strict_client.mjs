// A client on matrix-js-sdk that leaves out devices which their owner did not sign. One JSON object a line: orders come in, what it sees goes out.
import { createInterface } from "node:readline";

Promise.withResolvers ??= () => {
    let resolve, reject;
    const promise = new Promise((yes, no) => ([resolve, reject] = [yes, no]));
    return { promise, resolve, reject };
};
console.log = console.info = console.debug = console.warn = console.trace = () => {};

const tell = (what) => process.stdout.write(JSON.stringify(what) + "\n");
const [, , sdkAt, account] = process.argv;
const { url, user, device, token, password } = JSON.parse(account);
const sdk = await import(`${sdkAt}/lib/index.js`);
const api = await import(`${sdkAt}/lib/crypto-api/index.js`);
const { logger } = await import(`${sdkAt}/lib/logger.js`);
logger.setLevel?.("silent");

const client = sdk.createClient({ baseUrl: url, userId: user, deviceId: device, accessToken: token, logger });
await client.initRustCrypto({ useIndexedDB: false });
const crypto = client.getCrypto();
crypto.setDeviceIsolationMode(new api.OnlySignedDevicesIsolationMode());
await crypto.bootstrapCrossSigning({
    authUploadDeviceSigningKeys: (make) =>
        make({ type: "m.login.password", identifier: { type: "m.id.user", user }, password }),
});

const seen = async (event) => {
    if (event.getType() !== "m.room.message" && event.getType() !== "m.room.encrypted") return;
    await client.decryptEventIfNeeded(event);
    const content = event.getContent();
    const info = event.isEncrypted() ? await crypto.getEncryptionInfoForEvent(event) : null;
    tell({
        event: event.getId(), sender: event.getSender(), body: content.body ?? null, encrypted: event.isEncrypted(),
        failure: event.decryptionFailureReason ?? null, shield: info?.shieldColour ?? null,
    });
};
client.on("Room.timeline", seen);
client.on("Event.decrypted", seen);

const follow = (request) => {
    const run = async () => {
        const verifier = request.verifier ?? (await request.startVerification("m.sas.v1"));
        verifier.on("show_sas", (sas) => {
            tell({ emoji: sas.sas.emoji.map(([, name]) => name), decimal: sas.sas.decimal });
            confirming = sas;
        });
        await verifier.verify();
        let user = false; // known once the homeserver gave back what was signed
        for (let tries = 0; tries < 40 && !user; tries++) {
            user = (await crypto.getUserVerificationStatus(request.otherUserId)).isCrossSigningVerified();
            if (!user) await new Promise((done) => setTimeout(done, 100));
        }
        tell({ verified: request.otherUserId, user });
    };
    let begun = false;
    const changed = () => {
        if ((request.phase === 3 || request.verifier) && request.phase < 5 && !begun) (begun = true), run().catch((error) => tell({ failed: String(error) }));
        if (request.phase === 5) tell({ cancelled: request.cancellationCode });
    };
    request.on("change", changed);
    changed();
};
let confirming = null;
client.on("crypto.verificationRequestReceived", async (request) => {
    tell({ request: request.otherUserId });
    await request.accept();
    let followed = false;
    const begun = () => {
        if (followed || !request.verifier) return;
        followed = true;
        follow(request);
    };
    request.on("change", begun);
    begun();
});

const orders = {
    say: async ({ room, body }) => ({ said: (await client.sendTextMessage(room, body)).event_id }),
    vote: async ({ room, poll, answer }) => {
        const vote = { "org.matrix.msc3381.poll.response": { answers: [answer] } };
        const relation = { "m.relates_to": { rel_type: "m.reference", event_id: poll } };
        return { voted: (await client.sendEvent(room, "org.matrix.msc3381.poll.response", { ...vote, ...relation })).event_id };
    },
    look: async ({ room }) => {
        const there = client.getRoom(room);
        const all = [...there.getLiveTimeline().getEvents(), ...there.getThreads().flatMap((thread) => thread.timeline)];
        for (const event of all) await client.decryptEventIfNeeded(event);
        await there.processPollEvents(all);
        const polls = [];
        for (const poll of there.polls.values()) {
            const votes = (await poll.getResponses()).getRelations();
            polls.push({
                question: poll.pollEvent.question.text, answers: poll.pollEvent.answers.map(({ id, text }) => [id, text]),
                ended: poll.isEnded, votes: votes.map((vote) => [vote.getSender(), vote.unstableExtensibleEvent.answerIds]),
            });
        }
        const messages = all.filter((event) => event.getType() === "m.room.message" && !event.isRelation("m.replace"));
        const shown = messages.map((event) => ({
            event: event.getId(), body: event.getContent().body, html: event.getContent().formatted_body ?? null,
            mentions: event.getContent()["m.mentions"]?.user_ids ?? [], thread: event.threadRootId ?? null,
            edited: Boolean(event.replacingEventId()), encrypted: event.isEncrypted(),
        }));
        return { polls, shown };
    },
    join: async ({ room }) => ({ joined: (await client.joinRoom(room)).roomId }),
    verify: async ({ who, room }) => {
        await crypto.getUserDeviceInfo([who], true);
        follow(await crypto.requestVerificationDM(who, room));
        return { asked: who };
    },
    verifyOwn: async () => (follow(await crypto.requestOwnUserVerification()), { asked: user }),
    confirm: async () => (await confirming.confirm(), { confirmed: true }),
    mismatch: async () => (confirming.mismatch(), { refused: true }),
    knows: async ({ who, of }) => {
        for (let tries = 0; tries < 100; tries++) {
            if ((await crypto.getUserDeviceInfo([who], true)).get(who)?.has(of)) return { known: true };
            await new Promise((done) => setTimeout(done, 100));
        }
        throw new Error("the device is not known");
    },
    trust: async ({ who, of }) => {
        let found; // known once the homeserver gave back what was signed
        for (let tries = 0; tries < 40 && !found?.signedByOwner; tries++) {
            await new Promise((done) => setTimeout(done, 100));
            await crypto.getUserDeviceInfo([who], true);
            found = await crypto.getDeviceVerificationStatus(who, of);
        }
        return { signed: found?.signedByOwner ?? null };
    },
};
createInterface({ input: process.stdin }).on("line", async (line) => {
    const order = JSON.parse(line);
    try {
        tell({ did: order.op, ...(await orders[order.op](order)) });
    } catch (error) {
        tell({ did: order.op, error: String(error) });
    }
});

client.once("sync", () => tell({ ready: true }));
await client.startClient({ initialSyncLimit: 50, threadSupport: true });
