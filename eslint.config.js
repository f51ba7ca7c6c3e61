import tseslint from "typescript-eslint"

export default tseslint.config(
  { ignores: ["dist", "node_modules", "fixtures", "coverage", "**/*.gen.js", "**/*.gen.d.ts"] },
  ...tseslint.configs.strict.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-empty-object-type": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true }
      ],
      "no-control-regex": "off",
      "no-empty": ["error", { allowEmptyCatch: false }]
    }
  },
  {
    files: ["src/{domain,services,steps,workflows}/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "Take the time from Effect's Clock." },
        { object: "Math", property: "random", message: "Take randomness from a seeded generator." }
      ],
      "no-restricted-globals": [
        "error",
        { name: "process", message: "Only layers and cli/main.ts may touch the process." }
      ]
    }
  }
)
