"""The catalogue of faulty inputs: one entry a fault, with the outcome that a person can rely on."""
