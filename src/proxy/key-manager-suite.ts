/** What every key manager must hold to: the contract of `key-manager.ts` as tests. A manager's own test file calls it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type XksErrorName, XksProxyError } from "../xks/errors.ts";
import { maximumMetadataBytes } from "../xks/integrity.ts";
import { isInitializationVectorLength, minimumAadBytes, minimumCryptoBytes } from "../xks/operations.ts";
import type { Encryption, Eventually, KeyManager, RequestMetadata } from "./key-manager.ts";

/** A key manager under test and the means to prepare its keys. */
export interface KeyManagerUnderTest {
  readonly manager: KeyManager;
  /** Makes a key with this usage. */
  createKey(externalKeyId: string, usage: readonly string[]): Promise<void> | void;
  /** Disables a key; needed with `disabling`. */
  disableKey?(externalKeyId: string): Promise<void> | void;
  /** Gives a key new material, keeping the old; needed with `versions`. */
  rotateKey?(externalKeyId: string): Promise<void> | void;
  /** Removes a key. */
  deleteKey(externalKeyId: string): Promise<void> | void;
  close(): Promise<void> | void;
}

/** What a manager can do that not every one can. */
export interface Abilities {
  readonly disabling: boolean;
  readonly versions: boolean;
  /** Encrypts under a key that may not decrypt: managers that prove each encryption do not. */
  readonly encryptingOnly: boolean;
}

const metadata: RequestMetadata = {
  awsPrincipalArn: "arn:aws:iam::123456789012:user/Alice",
  kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  kmsOperation: "Encrypt",
  kmsRequestId: "4112f4d6-db54-4af4-ae30-c55a22a8dfae",
};
const both = ["ENCRYPT", "DECRYPT"];
const text = (value: string) => new TextEncoder().encode(value);

export function keyManagerSuite(name: string, open: () => Promise<KeyManagerUnderTest>, abilities: Abilities): void {
  describe(`${name} as a key manager`, () => {
    let under: KeyManagerUnderTest;
    beforeEach(async () => {
      under = await open();
      await under.createKey("key-1", both);
    });
    afterEach(() => under.close());

    const encrypt = async (id: string, plaintext: Uint8Array, aad?: Uint8Array) =>
      await under.manager.encrypt(id, plaintext, aad, metadata);
    const decrypt = async (id: string, encryption: Encryption, aad?: Uint8Array) =>
      await under.manager.decrypt(id, encryption, aad, metadata);
    const failsWith = async (errorName: XksErrorName, act: () => Eventually<unknown>) => {
      const error: unknown = await Promise.resolve()
        .then(act)
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      expect(error).toBeInstanceOf(XksProxyError);
      expect((error as XksProxyError).errorName).toBe(errorName);
    };

    it("decrypts what it encrypted, with and without AAD", async () => {
      for (const aad of [undefined, text("project=nile")]) {
        const encryption = await encrypt("key-1", text("Hello World!"), aad);
        expect(Buffer.from(await decrypt("key-1", encryption, aad)).toString()).toBe("Hello World!");
      }
    });

    it("keeps the sizes of the specification", async () => {
      for (const size of [1, 16, minimumCryptoBytes]) {
        const encryption = await encrypt("key-1", new Uint8Array(size), new Uint8Array(minimumAadBytes));
        expect(encryption.ciphertext).toHaveLength(size);
        expect(isInitializationVectorLength(encryption.initializationVector.length)).toBe(true);
        expect(encryption.authenticationTag).toHaveLength(16);
        expect((encryption.ciphertextMetadata ?? []).length).toBeLessThanOrEqual(maximumMetadataBytes);
        expect(await decrypt("key-1", encryption, new Uint8Array(minimumAadBytes))).toHaveLength(size);
      }
    });

    it("never uses an initialization vector twice", async () => {
      const seen = new Set<string>();
      for (let i = 0; i < 300; i++) seen.add(Buffer.from((await encrypt("key-1", text("x"))).initializationVector).toString("hex"));
      expect(seen.size).toBe(300);
    });

    it("refuses what was altered or does not belong together", async () => {
      await under.createKey("key-2", both);
      const aad = text("a");
      const good = await encrypt("key-1", text("Hello World!"), aad);
      const flip = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, index) => (index === 0 ? byte ^ 1 : byte));
      const altered: (readonly [Encryption, Uint8Array | undefined])[] = [
        [{ ...good, ciphertext: flip(good.ciphertext) }, aad],
        [{ ...good, authenticationTag: flip(good.authenticationTag) }, aad],
        [{ ...good, initializationVector: flip(good.initializationVector) }, aad],
        [{ ...good, ciphertextMetadata: good.ciphertextMetadata ? flip(good.ciphertextMetadata) : text("m") }, aad],
        [{ ...good, ciphertextMetadata: new Uint8Array([...(good.ciphertextMetadata ?? []), 0]) }, aad],
        [good, text("b")],
        [good, undefined],
      ];
      for (const [encryption, otherAad] of altered) {
        await failsWith("InvalidCiphertextException", () => decrypt("key-1", encryption, otherAad));
      }
      await failsWith("InvalidCiphertextException", () => decrypt("key-2", good, aad));
      expect(Buffer.from(await decrypt("key-1", good, aad)).toString()).toBe("Hello World!");
    });

    it("tells of a key what it is", async () => {
      const told = await under.manager.getKeyMetadata("key-1", metadata);
      expect(told).toMatchObject({ keySpec: "AES_256", keyStatus: "ENABLED" });
      expect(told.keyUsage).toEqual(expect.arrayContaining(both));
      expect(told.keyUsage.length).toBeLessThanOrEqual(10);
    });

    it("does not know keys that were never made or are deleted", async () => {
      const encryption = await encrypt("key-1", text("x"));
      await under.deleteKey("key-1");
      for (const id of ["key-1", "never-made", ".."]) {
        await failsWith("KeyNotFoundException", () => encrypt(id, text("x")));
        await failsWith("KeyNotFoundException", () => decrypt(id, encryption));
        await failsWith("KeyNotFoundException", () => under.manager.getKeyMetadata(id, metadata));
      }
    });

    it("uses a key for what it may be used", async () => {
      await under.createKey("encrypt-only", ["ENCRYPT"]);
      await under.createKey("decrypt-only", ["DECRYPT"]);
      const encryption = await encrypt(abilities.encryptingOnly ? "encrypt-only" : "key-1", text("x"));
      await failsWith("InvalidKeyUsageException", () => decrypt("encrypt-only", encryption));
      await failsWith("InvalidKeyUsageException", () => encrypt("decrypt-only", text("x")));
      expect((await under.manager.getKeyMetadata("encrypt-only", metadata)).keyUsage).not.toContain("DECRYPT");
    });

    if (abilities.disabling) {
      it("refuses a disabled key", async () => {
        const encryption = await encrypt("key-1", text("x"));
        await under.disableKey?.("key-1");
        await failsWith("InvalidStateException", () => encrypt("key-1", text("x")));
        await failsWith("InvalidStateException", () => decrypt("key-1", encryption));
        expect((await under.manager.getKeyMetadata("key-1", metadata)).keyStatus).toBe("DISABLED");
      });
    }

    if (abilities.versions) {
      it("decrypts with the version that encrypted", async () => {
        const before = await encrypt("key-1", text("before"));
        await under.rotateKey?.("key-1");
        const after = await encrypt("key-1", text("after"));
        expect(after.ciphertextMetadata).not.toEqual(before.ciphertextMetadata);
        expect(Buffer.from(await decrypt("key-1", before)).toString()).toBe("before");
        expect(Buffer.from(await decrypt("key-1", after)).toString()).toBe("after");
        await failsWith("InvalidCiphertextException", () => decrypt("key-1", { ...before, ciphertextMetadata: after.ciphertextMetadata }));
      });
    }

    it("works on many calls at once", async () => {
      const plaintexts = Array.from({ length: 100 }, (_, index) => `plaintext ${index}`);
      const answers = await Promise.all(plaintexts.map(async (one) => await decrypt("key-1", await encrypt("key-1", text(one)))));
      expect(answers.map((answer) => Buffer.from(answer).toString())).toEqual(plaintexts);
    });

    it("is healthy, with one to ten instances", async () => {
      const instances = await under.manager.checkHealth();
      expect(instances.length).toBeGreaterThanOrEqual(1);
      expect(instances.length).toBeLessThanOrEqual(10);
      expect(instances.map(({ healthStatus }) => healthStatus)).toContain("ACTIVE");
    });
  });
}
