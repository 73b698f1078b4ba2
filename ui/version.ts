/** Version of the package; a test holds it equal to package.json. */
export const VERSION = "0.1.0";

/** Bumped by hand when the numbers of an unchanged scenario change. */
export const ENGINE_SEMANTICS = "1";
