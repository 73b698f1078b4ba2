import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdapterSlots } from "../../../../sim/serving/memory/adapterSlots.ts";

const VARIANTS = 5;

/** A request comes, gets its adapter at once, and goes. */
function visit(slots: AdapterSlots, variant: number): void {
  if (slots.pin(variant)) slots.arrived(variant);
  slots.unpin(variant);
}

const heldBy = (slots: AdapterSlots): number[] =>
  Array.from({ length: VARIANTS }, (_, variant) => variant).filter((one) => slots.holds(one));

describe("slots for adapters", () => {
  it("give up the one that was used longest ago", () => {
    const slots = new AdapterSlots(2, VARIANTS);
    for (const variant of [0, 1, 0, 2]) visit(slots, variant);
    expect(heldBy(slots)).toEqual([0, 2]);
  });

  it("begin with what is loaded first, and give up the last of it", () => {
    const slots = new AdapterSlots(3, VARIANTS);
    for (const variant of [0, 1, 2, 3]) slots.preload(variant);
    expect(heldBy(slots)).toEqual([0, 1, 2]);
    visit(slots, 4);
    expect(heldBy(slots)).toEqual([0, 1, 4]);
  });

  it("never give up one that is in use or on its way: a miss waits for them", () => {
    const slots = new AdapterSlots(2, VARIANTS);
    expect(slots.pin(0)).toBe(true);
    slots.arrived(0);
    expect(slots.pin(1)).toBe(true);
    expect(slots.canHold(2)).toBe(false);
    // The request that waits for 1 goes: its load goes on and keeps the slot.
    slots.unpin(1);
    expect(slots.canHold(2)).toBe(false);
    slots.arrived(1);
    expect(slots.canHold(2)).toBe(true);
    slots.pin(2);
    expect(heldBy(slots)).toEqual([0, 2]);
  });

  it("have one load for all that ask for an adapter on its way", () => {
    const slots = new AdapterSlots(1, VARIANTS);
    expect([slots.pin(3), slots.pin(3), slots.pin(3)]).toEqual([true, false, false]);
    expect(slots.isResident(3)).toBe(false);
    slots.arrived(3);
    expect(slots.isResident(3)).toBe(true);
  });

  it("count the adapters of requests in steps, each once", () => {
    const slots = new AdapterSlots(3, VARIANTS);
    slots.preload(0);
    slots.preload(1);
    for (const variant of [0, 0, 1]) {
      slots.pin(variant);
      slots.begins(variant);
    }
    expect(slots.inUse).toBe(2);
    slots.ends(0);
    slots.unpin(0);
    expect(slots.inUse).toBe(2);
    slots.ends(0);
    slots.unpin(0);
    expect(slots.inUse).toBe(1);
    slots.clear();
    expect([slots.inUse, slots.held]).toEqual([0, 0]);
  });

  it("do what a list in order of use does, pins and all", () => {
    const act = fc.record({
      variant: fc.integer({ min: 0, max: VARIANTS - 1 }),
      what: fc.constantFrom("take" as const, "give" as const),
    });
    let evictions = 0;
    const property = fc.property(
      fc.integer({ min: 1, max: VARIANTS }),
      fc.array(act, { minLength: 40, maxLength: 80 }),
      (count, acts) => {
        const slots = new AdapterSlots(count, VARIANTS);
        let order: number[] = [];
        const pins = new Array<number>(VARIANTS).fill(0);
        for (const { variant, what } of acts) {
          if (what === "give") {
            if (pins[variant] === 0) continue;
            pins[variant] = (pins[variant] ?? 0) - 1;
            slots.unpin(variant);
          } else {
            const victim = order.find((one) => pins[one] === 0);
            const fits = order.includes(variant) || order.length < count || victim !== undefined;
            expect(slots.canHold(variant)).toBe(fits);
            if (!fits) continue;
            if (!order.includes(variant) && order.length >= count) {
              order = order.filter((one) => one !== victim);
              evictions++;
            }
            if (slots.pin(variant)) slots.arrived(variant);
            pins[variant] = (pins[variant] ?? 0) + 1;
          }
          order = [...order.filter((one) => one !== variant), variant];
          expect(heldBy(slots)).toEqual(order.toSorted((a, b) => a - b));
          expect(slots.held).toBeLessThanOrEqual(count);
        }
      },
    );
    fc.assert(property, { seed: 5, numRuns: 500 });
    expect(evictions).toBeGreaterThan(500);
  });

  it("refuse what cannot be", () => {
    expect(() => new AdapterSlots(0, VARIANTS)).toThrow(/0 slots/);
    const slots = new AdapterSlots(1, VARIANTS);
    expect(() => slots.unpin(0)).toThrow(/nobody uses/);
    expect(() => slots.arrived(0)).toThrow(/on its way/);
    slots.pin(0);
    expect(() => slots.pin(1)).toThrow(/nobody uses/);
  });
});
