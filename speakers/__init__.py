"""Who speaks: intents to speak, the live floor, interventions, the points noted."""
