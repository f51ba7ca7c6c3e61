import "../../fixtures/pipeline/pipeline.test.ts"
